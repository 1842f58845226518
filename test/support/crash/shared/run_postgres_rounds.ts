import type { Fault } from "./inject_fault.ts";
import { runSharedCrashRounds, type SharedCrashResult } from "./shared_crash_rounds.ts";

/** Of seven rounds, four kill writers, two kill or end backends, and one restarts the server. */
const CYCLE: readonly Fault[] = [
  "writers",
  "backend",
  "writers",
  "ended backends",
  "writers",
  "server",
  "writers",
];

/** Runs rounds with PostgreSQL, and prints what became of operations that were not acknowledged. */
export async function runPostgresRounds(rounds: number, seed: number): Promise<SharedCrashResult> {
  const faults = Array.from({ length: rounds }, (_, index) => CYCLE[index % CYCLE.length]);
  const result = await runSharedCrashRounds({
    faults: faults.filter((fault) => fault !== undefined),
    seed,
  });
  const { refused, doubtful, details } = result;
  const note = `${refused} operations failed and changed nothing, ${doubtful} may be stored`;
  return { ...result, details: [note, ...details] };
}

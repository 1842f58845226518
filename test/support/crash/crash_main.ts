/**
 * Kills writing processes again and again, and shows that no acknowledged value is lost, no value is incomplete, and nothing is left
 * over. With PostgreSQL, whose stores have several writers, processes of the server are killed, too.
 *
 * node --import tsx test/support/crash/crash_main.ts [STORE] [ROUNDS [SEED]]
 */
import { withTempDir } from "../temp_dir.ts";
import { type CrashCounts, runCrashRounds } from "./crash_rounds.ts";
import { CRASH_STORES } from "./crash_stores.ts";
import { runPostgresRounds } from "./shared/run_postgres_rounds.ts";

const DEFAULT_ROUNDS = 60;
const DEFAULT_POSTGRES_ROUNDS = 35;
const MAX_DETAILS = 20;

/** What the rounds with a store have shown. */
interface Result {
  readonly total: CrashCounts;
  readonly kinds: ReadonlyMap<string, CrashCounts>;
  readonly details: readonly string[];
}

const runs: ReadonlyMap<string, (rounds: number | undefined, seed: number) => Promise<Result>> =
  new Map([
    ...CRASH_STORES.map((store) => {
      const run = (rounds = DEFAULT_ROUNDS, seed: number): Promise<Result> =>
        withTempDir((directory) => runCrashRounds(store, { directory, rounds, seed }));
      return [store.name, run] as const;
    }),
    ["postgres", (rounds = DEFAULT_POSTGRES_ROUNDS, seed) => runPostgresRounds(rounds, seed)],
  ]);

const argv = process.argv.slice(2);
const only = argv[0] !== undefined && Number.isNaN(Number(argv[0])) ? argv.shift() : undefined;
if (only !== undefined && !runs.has(only)) {
  throw new Error(`Cannot run rounds with '${only}': known are ${[...runs.keys()].join(", ")}`);
}
const [roundsText, seedText] = argv;
const rounds = roundsText === undefined ? undefined : Number(roundsText);
const seed = Number(seedText ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}\n`);
console.log("| store | killed in | rounds | acknowledged | lost | torn | left over |");
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
const notes: string[] = [];
for (const [name, run] of runs) {
  if (only !== undefined && name !== only) continue;
  const { total, kinds, details } = await run(rounds, seed);
  for (const [at, counts] of kinds) printRow(name, at, counts);
  printRow(name, "all", total);
  notes.push(...details.slice(0, MAX_DETAILS).map((detail) => `${name}: ${detail}`));
  const { acknowledged, lost, torn, leftovers } = total;
  if (lost + torn + leftovers > 0 || acknowledged === 0) process.exitCode = 1;
}
console.log(["", ...notes, process.exitCode === 1 ? "FAILED" : "ok"].join("\n"));

function printRow(store: string, at: string, counts: CrashCounts): void {
  const { rounds, acknowledged, lost, torn, leftovers } = counts;
  const columns = [store, at, rounds, acknowledged, lost, torn, leftovers];
  console.log(`| ${columns.join(" | ")} |`);
}

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { lastingLeftovers } from "../../../adapters/contract/_lasting_leftovers.ts";
import { CrashHistory } from "./crash_history.ts";
import { type CrashMoment, chooseMoment } from "./crash_moment.ts";
import type { CrashStore } from "./crash_stores.ts";
import type { CrashReportLine } from "./operation.ts";
import { createRandom } from "./random.ts";

const WRITER = "test/support/crash/crash_writer_main.ts";

export interface CrashOptions {
  /** An empty directory. */
  readonly directory: string;
  readonly rounds: number;
  /** Determines what is written, and when the process is killed. */
  readonly seed: number;
  /** The moment of each kill. Default: it is chosen at random. */
  readonly moment?: CrashMoment;
}

export interface CrashResult {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly torn: number;
  readonly leftovers: number;
  readonly details: readonly string[];
}

/** In each round, lets a process write to a store, kills it with SIGKILL, opens the store and examines it. */
export async function runCrashRounds(
  store: CrashStore,
  { directory, rounds, seed, moment }: CrashOptions,
): Promise<CrashResult> {
  const random = createRandom(seed);
  const history = new CrashHistory();
  const total = { lost: 0, torn: 0, leftovers: 0 };
  const details: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const argv = [store.name, directory, String(seed), String(round)];
    const lines = await writeUntilKilled(argv, moment ?? chooseMoment(random));
    for (const line of lines) history.add(line);
    const storage = await store.open(directory);
    try {
      const found = await history.examine(storage);
      const leftovers = await lastingLeftovers(() => store.leftovers(directory));
      total.lost += found.lost;
      total.torn += found.torn;
      total.leftovers += leftovers.length;
      details.push(...[...found.details, ...leftovers].map((text) => `round ${round}: ${text}`));
    } finally {
      await storage.close();
    }
  }
  return { rounds, acknowledged: history.acknowledged, ...total, details };
}

/** Runs a writer until it is killed, and returns its reports. */
async function writeUntilKilled(
  argv: readonly string[],
  moment: CrashMoment,
): Promise<readonly CrashReportLine[]> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", WRITER, ...argv, JSON.stringify(moment)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_code, signal) => resolve(signal));
  });
  const lines: CrashReportLine[] = [];
  let acknowledged = 0;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = parseLine(text);
    if (line === undefined) continue;
    lines.push(line);
    if ("acknowledged" in line) acknowledged++;
    const isTime =
      (moment.at === "opening" && "opening" in line) ||
      (moment.at === "writing" && "acknowledged" in line && acknowledged === moment.after);
    if (isTime) setTimeout(() => child.kill("SIGKILL"), moment.delay);
  }
  if ((await ended) !== "SIGKILL") throw new Error(`The writer ended by itself: ${errors}`);
  return lines;
}

/** Parses a line; `undefined` for the last line if the kill has cut it. What it would have reported had not happened then. */
function parseLine(text: string): CrashReportLine | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

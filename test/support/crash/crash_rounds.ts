import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { CrashHistory } from "./crash_history.ts";
import type { CrashStore } from "./crash_stores.ts";
import type { CrashReportLine } from "./operation.ts";
import { createRandom } from "./random.ts";

const WRITER = "test/support/crash/crash_writer_main.ts";
/** What the storage may take to sweep what a crash has left. */
const SWEEP_DEADLINE_MS = 5_000;

export interface CrashOptions {
  /** An empty directory. */
  readonly directory: string;
  readonly rounds: number;
  /** Decides what is written and when the process is killed. */
  readonly seed: number;
}

export interface CrashResult {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly torn: number;
  readonly leftovers: number;
  readonly details: readonly string[];
}

/** Lets a process write to a store, kills it with SIGKILL, opens the store and examines it; again and again. */
export async function runCrashRounds(
  store: CrashStore,
  { directory, rounds, seed }: CrashOptions,
): Promise<CrashResult> {
  const random = createRandom(seed);
  const history = new CrashHistory();
  const total = { lost: 0, torn: 0, leftovers: 0 };
  const details: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    // Mostly in the midst of writing, now and then while the store is being opened.
    const [state, span] = random() < 0.2 ? (["opening", 60] as const) : (["ready", 400] as const);
    const argv = [store.name, directory, String(seed), String(round)];
    for (const line of await writeUntilKilled(argv, state, random() * span)) history.add(line);
    const storage = await store.open(directory);
    try {
      const found = await history.examine(storage);
      const leftovers = await remainingLeftovers(store, directory);
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

/** Runs a writer and kills it some milliseconds after it has reached a state. Gives what it reported. */
async function writeUntilKilled(
  argv: readonly string[],
  state: "opening" | "ready",
  delay: number,
): Promise<readonly CrashReportLine[]> {
  const child = spawn(process.execPath, ["--import", "tsx", WRITER, ...argv], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_code, signal) => resolve(signal));
  });
  const lines: CrashReportLine[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = parseLine(text);
    if (line === undefined) continue;
    lines.push(line);
    if ("state" in line && line.state === state) setTimeout(() => child.kill("SIGKILL"), delay);
  }
  if ((await ended) !== "SIGKILL") throw new Error(`The writer ended by itself: ${errors}`);
  return lines;
}

/** The last line may have been cut by the kill. What it would have said had not happened then. */
function parseLine(text: string): CrashReportLine | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function remainingLeftovers(
  store: CrashStore,
  directory: string,
): Promise<readonly string[]> {
  const deadline = Date.now() + SWEEP_DEADLINE_MS;
  let leftovers = await store.leftovers(directory);
  while (leftovers.length > 0 && Date.now() < deadline) {
    await sleep(20);
    leftovers = await store.leftovers(directory);
  }
  return leftovers;
}

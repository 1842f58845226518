import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { ProcessMemory } from "../../server/process_memory.ts";
import { eachAtOnce } from "../at_once.ts";
import type { Asker } from "./asker.ts";
import type { Question } from "./questions.ts";

/** A question is asked as often, but not again after it took so long altogether. */
const TIMES = 15;
const ENOUGH_MS = 3_000;
const PAUSE_MS = 1;
/** This part of all instances is written before a question under writes: no page of theirs is as after a VACUUM. */
const WRITTEN_BEFORE = 0.1;

/** How a question was answered: milliseconds, and bytes. */
export interface Answered {
  readonly best: number;
  readonly median: number;
  /** The longest time that another client waited for a small value meanwhile. */
  readonly wait: number;
  /** The most memory of the process above what it had before. */
  readonly memory: number;
}

/**
 * Asks a question several times, while another client reads small values.
 *
 * @param instances Number of instances of the store.
 * @param memory That of the process that is asked.
 */
export async function measureQuestion(
  asker: Asker,
  question: Question,
  instances: number,
  memory: ProcessMemory,
): Promise<Answered> {
  const some = () => Math.floor(Math.random() * instances);
  if (question.underWrites) {
    await eachAtOnce(0, instances * WRITTEN_BEFORE, () => asker.write(some()));
  }
  await asker.collect();
  const idle = memory.residentBytes;
  memory.resetPeak();
  let isDone = false;
  const [times, wait] = await Promise.all([
    timesOf(asker, question).finally(() => {
      isDone = true;
    }),
    longestWait(
      () => isDone,
      () => asker.read(some()),
    ),
    repeat(
      () => isDone || !question.underWrites,
      () => asker.write(some()),
    ),
  ]);
  times.sort((a, b) => a - b);
  const [best = Number.NaN] = times;
  const median = times[times.length >> 1] ?? Number.NaN;
  return { best, median, wait, memory: memory.peakBytes - idle };
}

/** How long a client waits for small values at most, if nothing else is asked for a second. */
export async function longestIdleWait(asker: Asker): Promise<number> {
  const end = performance.now() + 1_000;
  return await longestWait(
    () => performance.now() > end,
    () => asker.read(0),
  );
}

async function timesOf(asker: Asker, question: Question): Promise<number[]> {
  const times: number[] = [];
  const started = performance.now();
  while (times.length < TIMES && performance.now() - started < ENOUGH_MS) {
    times.push(await timeOf(asker, question));
  }
  return times;
}

async function timeOf(asker: Asker, question: Question): Promise<number> {
  const start = performance.now();
  const found = await asker.ask(question);
  const time = performance.now() - start;
  if (found === question.found) return time;
  throw new Error(`Cannot measure '${question.what}': ${found} found, not ${question.found}`);
}

async function repeat(isDone: () => boolean, step: () => Promise<void>): Promise<void> {
  while (!isDone()) {
    await step();
    // A storage that answers in the same turn would take all of them.
    await turn();
  }
}

/** Reads again and again, after pauses. Who is late after a pause has waited, too: so long the process took no request. */
async function longestWait(isDone: () => boolean, read: () => Promise<void>): Promise<number> {
  let longest = 0;
  while (!isDone()) {
    const due = performance.now() + PAUSE_MS;
    await sleep(PAUSE_MS);
    await read();
    longest = Math.max(longest, performance.now() - due);
  }
  return longest;
}

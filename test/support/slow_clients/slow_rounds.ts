import { getData } from "../large/transfers.ts";
import { print, printCalls } from "./report.ts";
import { type SlowClients, startSlowClients } from "./slow_clients_process.ts";
import { type SlowTask, VALUES, variableUrl, WHOLE } from "./slow_messages.ts";
import { type SlowSettings, withSlowServer } from "./slow_server.ts";
import { type SmallCalls, smallCalls } from "./small_calls.ts";
import { makeValue } from "./values.ts";
import { waitForSweep } from "./wait_for_sweep.ts";

/** How long the small calls are timed before the slow clients come, and again when they have gone. */
const QUIET_MS = 8_000;
/** How many values are checked at once. */
const CHECKERS = 4;
/** Added to the seed of a value that replaces another one. */
const REPLACING = 100;

/** The rounds, each with a server of its own, since memory of an earlier one would hide that of a later one. */
export const ROUNDS: readonly ((settings: SlowSettings) => Promise<void>)[] = [
  readSlowly,
  uploadSlowly,
  giveUp,
];

/** Slow readers share a few values, half of which are replaced while they are read. */
function readSlowly(settings: SlowSettings): Promise<void> {
  const { clients, seconds, readBytes: size, database } = settings;
  return withSlowServer(settings, async (url) => {
    const task: SlowTask = { kind: "read", url, clients, size, seconds };
    for (let index = 0; index < VALUES; index++) await store(task, index, index);
    await besides(`beside ${named(task)}`, task, async (slow, small) => {
      const calls = small(slow.results);
      // Its error is waited for below.
      calls.catch(() => {});
      await pause((seconds * 1_000) / 3);
      for (let index = 0; index < VALUES; index += 2) await store(task, index, REPLACING + index);
      for (const [result, count] of await slow.results) {
        print(`${count} readers got ${result}`, result === WHOLE);
      }
      return calls;
    });
    // What was replaced goes when nobody reads it any more, and the last lease has run out.
    await waitForSweep(database);
  });
}

/** Slow uploads, each to a variable of its own. */
function uploadSlowly(settings: SlowSettings): Promise<void> {
  const { clients, seconds, uploadBytes: size } = settings;
  return withSlowServer(settings, async (url) => {
    const task: SlowTask = { kind: "upload", url, clients, size, seconds };
    await besides(`beside ${named(task)}`, task, async (slow, small) => {
      const calls = await small(slow.results);
      for (const [result, count] of await slow.results) {
        print(`${count} uploads were answered '${result}'`, result.includes(" 204 "));
      }
      return calls;
    });
    const whole = await countWhole(task);
    print(`${whole} of ${clients} uploads are stored whole`, whole === clients);
  });
}

/** Slow uploads that are all given up at the same moment. */
function giveUp(settings: SlowSettings): Promise<void> {
  const { clients, seconds, uploadBytes: size, database } = settings;
  return withSlowServer(settings, async (url) => {
    const task: SlowTask = { kind: "upload", url, clients, size, seconds };
    await besides(`after all of ${named(task)} were given up`, task, async (slow, small) => {
      await pause((seconds * 1_000) / 2);
      slow.abort();
      const calls = await small(waitForSweep(database));
      await slow.results;
      return calls;
    });
  });
}

/** Prints how small calls go beside slow clients, and before and after them. */
async function besides(
  what: string,
  task: SlowTask,
  run: (
    slow: SlowClients,
    small: (end: Promise<unknown>) => Promise<SmallCalls>,
  ) => Promise<SmallCalls>,
): Promise<void> {
  const small = (end: Promise<unknown>) => smallCalls(task.url, end);
  const before = await small(pause(QUIET_MS));
  const slow = startSlowClients(task);
  await slow.open;
  const calls = await run(slow, small);
  const after = await small(pause(QUIET_MS));
  printCalls(what, calls, [before, after]);
}

function named({ kind, clients, size }: SlowTask): string {
  return `${clients} slow ${kind === "read" ? "readers" : "uploads"} of ${size / 1e6} MB`;
}

async function store(task: SlowTask, index: number, seed: number): Promise<void> {
  const body = new FormData();
  body.append("data", new Blob([new Uint8Array(makeValue(seed, task.size).bytes)]));
  const { status } = await fetch(variableUrl(task, index), { method: "POST", body });
  if (status !== 204) throw new Error(`A value was answered ${status}`);
}

/** Counts the variables of uploads that have the right bytes. */
async function countWhole(task: SlowTask): Promise<number> {
  const wanted = sums(task.size);
  let next = 0;
  let whole = 0;
  const check = async () => {
    for (let client = next++; client < task.clients; client = next++) {
      const sum = await getData(variableUrl(task, client).href);
      if (sum === wanted[client % VALUES]) whole++;
    }
  };
  await Promise.all(Array.from({ length: CHECKERS }, check));
  return whole;
}

function sums(size: number): readonly string[] {
  return Array.from({ length: VALUES }, (_, seed) => makeValue(seed, size).sha256);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

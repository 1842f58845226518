import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Body } from "./bodies.ts";
import type { Contender } from "./contender.ts";
import type { Floor } from "./floors.ts";
import type { Form } from "./form.ts";
import { CollectingSink, ComparingSink, CountingSink, type Sink } from "./sink.ts";

/** How one contender did with one body. */
export interface Result {
  readonly contender: string;
  readonly kind: "ours" | "peer" | "floor";
  /** Why its answer does not count; then it has no times. */
  readonly fault?: string;
  /** Seconds for one form, in the best round and in the middle one. */
  readonly best: number;
  readonly median: number;
}

/** All results of one body. */
export interface Measured {
  readonly body: Body;
  /** Bytes of a form. */
  readonly bytes: number;
  readonly results: readonly Result[];
}

/** Long enough that the clock and the call around it do not count. */
const BATCH_SECONDS = 0.04;
/** Until then a contender runs untimed, so that its code is compiled. */
const WARM_UP_SECONDS = 0.3;
/** A contender that has run so long with a body gets no further round: some need minutes for a hostile one. */
const ENOUGH_SECONDS = 2;
/** A contender that has not ended by then never will. */
const HANG_MS = 60_000;

interface Runner {
  readonly name: string;
  readonly kind: Result["kind"];
  /** Throws what is wrong with the bytes of the answer. */
  check(): Promise<void>;
  /** Runs so many forms and gives the seconds for one; throws what is wrong with the answer. */
  time(forms: number): Promise<number>;
  readonly seconds: number[];
  batch: number;
  spent: number;
  fault: string | undefined;
}

/**
 * Lets all contenders parse one body, in turns, so that what else the machine does hits all of them. A first run of each is not
 * timed but compared byte by byte; every timed run is checked too, after the clock has stopped.
 */
export async function measure(
  body: Body,
  contenders: readonly Contender[],
  floors: readonly Floor[],
  rounds: number,
): Promise<Measured> {
  const form = body.create();
  const runners = [
    ...contenders
      .filter(({ variablesOnly }) => variablesOnly === undefined || body.variable)
      .map((contender) => createRunner(contender, body, form)),
    ...floors.map((floor) => createFloorRunner(floor, form)),
  ];
  for (const runner of runners) await guarded(runner, () => warmUp(runner));
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < runners.length; at += 1) {
      const runner = runners[(at + round) % runners.length];
      if (runner === undefined || runner.fault !== undefined) continue;
      if (round > 0 && runner.spent > ENOUGH_SECONDS) continue;
      await guarded(runner, async () => {
        const seconds = await runner.time(runner.batch);
        runner.seconds.push(seconds);
        runner.spent += seconds * runner.batch;
      });
    }
  }
  return { body, bytes: form.bytes, results: runners.map(toResult) };
}

function createRunner(contender: Contender, body: Body, form: Form): Runner {
  return {
    name: contender.name,
    kind: contender.ours ? "ours" : "peer",
    seconds: [],
    batch: 1,
    spent: 0,
    fault: undefined,
    check: () => compare(contender, form),
    time: (forms) =>
      body.collected ? timeCollected(contender, form, forms) : timeCounted(contender, form, forms),
  };
}

function createFloorRunner(floor: Floor, form: Form): Runner {
  return {
    name: floor.name,
    kind: "floor",
    seconds: [],
    batch: 1,
    spent: 0,
    fault: undefined,
    async check() {},
    async time(forms) {
      cleanUp();
      const started = performance.now();
      let sum = 0;
      for (let left = forms; left > 0; left -= 1) sum += floor.run(form);
      const seconds = (performance.now() - started) / 1000;
      if (Number.isNaN(sum)) throw new Error("has no result");
      return seconds / forms;
    },
  };
}

async function guarded(runner: Runner, run: () => Promise<void>): Promise<void> {
  const hung = new AbortController();
  const limit = sleep(HANG_MS, undefined, { signal: hung.signal }).then(
    () => {
      throw new Error("does not end");
    },
    () => {},
  );
  try {
    await Promise.race([run(), limit]);
  } catch (error) {
    runner.fault = error instanceof Error ? error.message : String(error);
  } finally {
    hung.abort();
  }
}

/** Checks the answer, lets the compiler see the code, and finds how many forms make a batch. */
async function warmUp(runner: Runner): Promise<void> {
  const started = performance.now();
  await runner.check();
  let seconds = (performance.now() - started) / 1000;
  for (let spent = seconds; spent < WARM_UP_SECONDS; ) {
    const batch = Math.ceil(BATCH_SECONDS / seconds);
    seconds = await runner.time(batch);
    spent += seconds * batch;
  }
  runner.batch = Math.max(1, Math.ceil(BATCH_SECONDS / seconds));
}

async function compare(contender: Contender, form: Form): Promise<void> {
  const sink = new ComparingSink(form.parts);
  await contender.run(form, sink);
  await contender.deliver?.(sink);
  throwFault(sink.fault(expectedNames(contender, form)));
}

async function timeCounted(contender: Contender, form: Form, forms: number): Promise<number> {
  let sink = new CountingSink();
  const seconds = await time(contender, form, forms, () => {
    sink = new CountingSink();
    return sink;
  });
  if (contender.deliver === undefined && sink.bytes !== expectedBytes(contender, form)) {
    throwFault(`hands on ${sink.bytes} bytes`);
  }
  return seconds;
}

async function timeCollected(contender: Contender, form: Form, forms: number): Promise<number> {
  let last = new CollectingSink();
  const seconds = await time(contender, form, forms, () => {
    last = new CollectingSink();
    return last;
  });
  const sink = new ComparingSink(form.parts);
  for (const { name, content } of last.parts) {
    if (content !== undefined) sink.part(name).whole(content);
  }
  await contender.deliver?.(sink);
  throwFault(sink.fault(expectedNames(contender, form)));
  return seconds;
}

async function time(
  contender: Contender,
  form: Form,
  forms: number,
  createSink: () => Sink,
): Promise<number> {
  // What was compiled may be gone since the last round: code is dropped with the last object that it was compiled for.
  if (forms > 1) await runAll(contender, form, Math.ceil(forms / 8), createSink);
  cleanUp();
  const started = performance.now();
  await runAll(contender, form, forms, createSink);
  return (performance.now() - started) / 1000 / forms;
}

/** Lets no contender pay for what others left. A full collection would do that better, but drops compiled code too. */
function cleanUp(): void {
  globalThis.gc?.({ type: "minor" });
}

async function runAll(
  contender: Contender,
  form: Form,
  forms: number,
  createSink: () => Sink,
): Promise<void> {
  for (let left = forms; left > 0; left -= 1) {
    const done = contender.run(form, createSink());
    // Waiting for what is done already would cost the synchronous ones a turn.
    if (done !== undefined) await done;
  }
}

function expectedNames(contender: Contender, { parts }: Form): readonly string[] {
  return contender.variablesOnly ? ["data"] : parts.map(({ name }) => name);
}

function expectedBytes(contender: Contender, form: Form): number {
  if (contender.variablesOnly === undefined) return form.contentBytes;
  return form.parts.find(({ name }) => name === "data")?.content.length ?? 0;
}

function throwFault(fault: string | undefined): void {
  if (fault !== undefined) throw new Error(fault);
}

function toResult({ name, kind, seconds, fault }: Runner): Result {
  const sorted = seconds.toSorted((a, b) => a - b);
  const [best = Number.NaN] = sorted;
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return {
    contender: name,
    kind,
    best,
    median,
    ...(fault === undefined ? {} : { fault }),
  };
}

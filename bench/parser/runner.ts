import { performance } from "node:perf_hooks";
import type { Body } from "./bodies.ts";
import type { Contender } from "./contender.ts";
import type { Floor } from "./floors.ts";
import type { Form } from "./form.ts";
import { CollectingSink, ComparingSink, CountingSink, type Sink } from "./sink.ts";

/** A contender or floor, with the form that it parses. */
export interface Runner {
  readonly name: string;
  readonly kind: "ours" | "peer" | "floor";
  /** Compares the bytes of the answer. Throws if they are wrong. */
  check(): Promise<void>;
  /** Parses the form this many times, and returns the seconds for one. Throws if the answer is wrong. */
  time(forms: number): Promise<number>;
}

/** Makes the runner of a contender. After the clock has stopped, it compares the collected contents, or the number of bytes. */
export function createRunner(contender: Contender, body: Body, form: Form): Runner {
  return {
    name: contender.name,
    kind: contender.ours ? "ours" : "peer",
    check: () => compare(contender, form),
    time: (forms) =>
      body.collected ? timeCollected(contender, form, forms) : timeCounted(contender, form, forms),
  };
}

/** Makes the runner of a floor, which gives no answer to check. */
export function createFloorRunner(floor: Floor, form: Form): Runner {
  return {
    name: floor.name,
    kind: "floor",
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
  // V8 drops compiled code with the last object for which it was compiled. So some runs come first that are not timed.
  if (forms > 1) await runAll(contender, form, Math.ceil(forms / 8), createSink);
  cleanUp();
  const started = performance.now();
  await runAll(contender, form, forms, createSink);
  return (performance.now() - started) / 1000 / forms;
}

/**
 * Collects young garbage, so that no contender pays for that of another. A full collection would be better, but would drop compiled
 * code, too.
 */
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
    // Awaiting `undefined` would cost synchronous contenders time.
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

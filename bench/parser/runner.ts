import { performance } from "node:perf_hooks";
import type { Body } from "./bodies.ts";
import type { Contender } from "./contender.ts";
import type { Floor } from "./floors.ts";
import type { Form } from "./form.ts";
import { CollectingSink, ComparingSink, CountingSink, type Sink } from "./sink.ts";

/** A contender or floor with the form that it is given. */
export interface Runner {
  readonly name: string;
  readonly kind: "ours" | "peer" | "floor";
  /** Throws what is wrong with the bytes of the answer. */
  check(): Promise<void>;
  /** Runs so many forms and gives the seconds for one; throws what is wrong with the answer. */
  time(forms: number): Promise<number>;
}

/** A contender's runner. After the clock has stopped, what was collected is compared, and what was counted is counted up. */
export function createRunner(contender: Contender, body: Body, form: Form): Runner {
  return {
    name: contender.name,
    kind: contender.ours ? "ours" : "peer",
    check: () => compare(contender, form),
    time: (forms) =>
      body.collected ? timeCollected(contender, form, forms) : timeCounted(contender, form, forms),
  };
}

/** A floor's runner. It has no answer to check. */
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

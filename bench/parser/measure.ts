import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Body } from "./bodies.ts";
import type { Contender } from "./contender.ts";
import type { Floor } from "./floors.ts";
import { createFloorRunner, createRunner, type Runner } from "./runner.ts";

/** The result of one contender with one body. */
export interface Result {
  readonly contender: string;
  readonly kind: Runner["kind"];
  /** The error in its answer; if there is one, the result has no times. */
  readonly fault?: string;
  /** Seconds for one form, in the best round and in the median round. */
  readonly best: number;
  readonly median: number;
}

/** All results of one body. */
export interface Measured {
  readonly body: Body;
  /** Number of bytes of a form. */
  readonly bytes: number;
  readonly results: readonly Result[];
}

/** Duration of one timed run. It is so long that reading the clock does not matter. */
const BATCH_SECONDS = 0.04;
/** A contender first runs this long without being timed, so that its code is compiled. */
const WARM_UP_SECONDS = 0.3;
/** After this time a contender gets no further round with a body: some need minutes for a hostile one. */
const ENOUGH_SECONDS = 2;
/** A contender that takes longer than this hangs. */
const HANG_MS = 60_000;

/** The state of a runner in a measurement. */
interface Course {
  readonly runner: Runner;
  readonly seconds: number[];
  /** Number of forms in one timed run. */
  batch: number;
  /** Seconds of all timed runs so far. */
  spent: number;
  fault: string | undefined;
}

/**
 * Lets all contenders parse one body in turns, so that other load on the machine hits all of them. The first run of each
 * contender is not timed; its answer is compared byte by byte. Each timed run is checked, too, after the clock has stopped.
 */
export async function measure(
  body: Body,
  contenders: readonly Contender[],
  floors: readonly Floor[],
  rounds: number,
): Promise<Measured> {
  const form = body.create();
  const courses = [
    ...contenders
      .filter(({ variablesOnly }) => variablesOnly === undefined || body.variable)
      .map((contender) => createRunner(contender, body, form)),
    ...floors.map((floor) => createFloorRunner(floor, form)),
  ].map((runner): Course => ({ runner, seconds: [], batch: 1, spent: 0, fault: undefined }));
  for (const course of courses) await guarded(course, () => warmUp(course));
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < courses.length; at += 1) {
      const course = courses[(at + round) % courses.length];
      if (course === undefined || course.fault !== undefined) continue;
      if (round > 0 && course.spent > ENOUGH_SECONDS) continue;
      await guarded(course, () => oneRound(course));
    }
  }
  return { body, bytes: form.bytes, results: courses.map(toResult) };
}

async function oneRound(course: Course): Promise<void> {
  const seconds = await course.runner.time(course.batch);
  course.seconds.push(seconds);
  course.spent += seconds * course.batch;
}

async function guarded(course: Course, run: () => Promise<void>): Promise<void> {
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
    course.fault = error instanceof Error ? error.message : String(error);
  } finally {
    hung.abort();
  }
}

/** Checks the answer, has the code compiled, and finds out how many forms a timed run needs. */
async function warmUp(course: Course): Promise<void> {
  const { runner } = course;
  const started = performance.now();
  await runner.check();
  let seconds = (performance.now() - started) / 1000;
  for (let spent = seconds; spent < WARM_UP_SECONDS; ) {
    const batch = Math.ceil(BATCH_SECONDS / seconds);
    seconds = await runner.time(batch);
    spent += seconds * batch;
  }
  course.batch = Math.max(1, Math.ceil(BATCH_SECONDS / seconds));
}

function toResult({ runner, seconds, fault }: Course): Result {
  const sorted = seconds.toSorted((a, b) => a - b);
  const [best = Number.NaN] = sorted;
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return {
    contender: runner.name,
    kind: runner.kind,
    best,
    median,
    ...(fault === undefined ? {} : { fault }),
  };
}

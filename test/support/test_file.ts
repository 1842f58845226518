import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FairClock } from "./fair_clock.ts";
import { runsIn, type TestRun } from "./test_process.ts";
import { SOURCE_FLAGS } from "./transpiling/source_flags.ts";

/** After this many failed tests, the other tests of a file are not run. So a file in which all tests hang ends, too. */
const MAX_FAILURES = 8;
/** Notes that are printed even if a file has passed: skipped tests, broken adapters that were caught, feeds with equal results, states of
 * a disk. */
const NOTES = /\b(?:skipped|broken|feeds|states): .*$/gm;

/** Runs tests with Node, which reads the sources as this process does. */
export const NODE: TestRun = runsIn([process.execPath, ...SOURCE_FLAGS]);

export interface TestFileOptions {
  readonly clock: FairClock;
  /** A folder for temporary folders. */
  readonly scratch: string;
  /** Folder for the coverage; `undefined` if it is not wanted. */
  readonly coverage?: string | undefined;
  /** Runs the tests. Default: with Node. */
  readonly run?: TestRun;
  /** Ends the process of the tests, and runs no more of them. What is returned says nothing then. */
  readonly signal?: AbortSignal | undefined;
}

/** The failure of a test, or of the file itself. */
export interface TestFailure {
  readonly name: string;
  readonly error: string;
  /** The output of the process. */
  readonly output: string;
}

export interface TestFileResult {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly TestFailure[];
  /** Number of tests that were not run because too many had failed. */
  readonly notRun: number;
  readonly notes: readonly string[];
}

/**
 * Runs a test file. If a test fails, hangs or ends its process, a new process goes on with the next test, so a test cannot
 * disturb others. The file fails if a test fails, if it has no tests, if its counts do not add up, or if it leaves a process or a
 * file behind.
 */
export async function runTestFile(
  file: string,
  { clock, scratch, coverage, run = NODE, signal }: TestFileOptions,
): Promise<TestFileResult> {
  const failures: TestFailure[] = [];
  const notes = new Set<string>();
  // A new process reports the skipped tests again.
  const skipped = new Set<number>();
  let passed = 0;
  let notRun = 0;
  for (let next = 0; ; ) {
    const directory = await mkdtemp(join(scratch, "file-"));
    const options = { clock, directory, coverage, signal };
    const { progress, problem, output } = await run(file, next, options);
    if (signal?.aborted) break;
    passed += progress.passed.size;
    for (const ordinal of progress.skipped) skipped.add(ordinal);
    for (const note of output.match(NOTES) ?? []) notes.add(note);
    const stopped = progress.failed ?? progress.current;
    if (stopped === undefined) {
      const error = problem ?? (await faultOf(directory, progress.registered));
      if (error !== undefined) failures.push({ name: "the file itself", error, output });
      break;
    }
    const error = progress.failed?.error ?? `The test ${problem}`;
    failures.push({ name: stopped.name, error, output });
    next = stopped.ordinal + 1;
    const left = (progress.registered ?? next) - next;
    if (left === 0) break;
    if (failures.length === MAX_FAILURES) {
      notRun = left;
      break;
    }
  }
  return { passed, skipped: skipped.size, failures, notRun, notes: [...notes] };
}

/** Finds what is wrong with a file whose tests have passed. */
async function faultOf(
  directory: string,
  registered: number | undefined,
): Promise<string | undefined> {
  if (registered === 0) return "ran no test";
  const left = await readdir(directory);
  return left.length > 0 ? `left files behind: ${left.join(", ")}` : undefined;
}

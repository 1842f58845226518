import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FairClock } from "./fair_clock.ts";
import { runsIn, type TestRun } from "./test_process.ts";

/** After so many failed tests a file is given up, so that one in which all tests get stuck ends, too. */
const MAX_FAILURES = 8;
/** What a test file has to tell although it passed: skipped tests, broken adapters that were caught, feeds that agreed. */
const NOTES = /\b(?:skipped|broken|feeds): .*$/gm;

/** Node, which reads the sources by `tsx`. */
const NODE = runsIn([process.execPath, "--import", "tsx"]);

export interface TestFileOptions {
  readonly clock: FairClock;
  /** A folder for temporary ones. */
  readonly scratch: string;
  /** Where coverage goes, if it is wanted. */
  readonly coverage?: string | undefined;
  /** What runs the tests; default Node. */
  readonly run?: TestRun;
}

/** A test that failed, or the file itself. */
export interface TestFailure {
  readonly name: string;
  readonly error: string;
  /** What the process printed. */
  readonly output: string;
}

export interface TestFileResult {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly TestFailure[];
  /** Tests that were not run, as too many had failed. */
  readonly notRun: number;
  readonly notes: readonly string[];
}

/**
 * Runs a test file. Where a test fails, gets stuck or ends its process, a new one goes on with the next test, so none
 * takes others along. The file fails if a test fails, if it has no test, if its counts do not add up, or if it leaves a
 * process or a file behind.
 */
export async function runTestFile(
  file: string,
  { clock, scratch, coverage, run = NODE }: TestFileOptions,
): Promise<TestFileResult> {
  const failures: TestFailure[] = [];
  const notes = new Set<string>();
  // A process that goes on tells of the skipped tests once more.
  const skipped = new Set<number>();
  let passed = 0;
  let notRun = 0;
  for (let next = 0; ; ) {
    const directory = await mkdtemp(join(scratch, "file-"));
    const options = { clock, directory, coverage };
    const { progress, problem, output } = await run(file, next, options);
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

/** What is wrong with a file whose tests have passed. */
async function faultOf(
  directory: string,
  registered: number | undefined,
): Promise<string | undefined> {
  if (registered === 0) return "ran no test";
  const left = await readdir(directory);
  return left.length > 0 ? `left files behind: ${left.join(", ")}` : undefined;
}

/**
 * uvu without the ways in which it can pass although a test has not:
 *
 * - There are no hooks, whose errors uvu would hide. A helper such as `withTempDir(run)` sets up and cleans up inside a test.
 * - Each suite runs by itself when its file has been read, so no call of `run` can be forgotten.
 * - After a failed test, no other test runs in the process. The failed test may have left anything behind: a changed working
 *   directory, open stores, loops. The test command, `run.ts`, goes on with the next test in a new process.
 *
 * `test_file.ts` guards against what a process cannot notice itself: a test that does not end, a file without tests, and counts
 * that do not add up. For promises that must reject, use `rejects` of `node:assert/strict`.
 */
import assert from "node:assert/strict";
import { openSync, writeSync } from "node:fs";
import { inspect } from "node:util";
import { suite as uvuSuite } from "uvu";
import { FIRST_TEST, REPORT_FILE, type TestReportLine } from "./test_report.ts";

type UvuSuite = ReturnType<typeof uvuSuite>;

const DEADLINE_MS = 30_000;

export interface TestOptions {
  /** The test fails after this time, in milliseconds of the `FairClock`. Default 30,000. */
  readonly deadline?: number;
}

export interface Suite {
  (name: string, run: () => void | Promise<void>, options?: TestOptions): void;
  /** Skips the test, and prints the reason. */
  skip(name: string, reason: string): void;
}

interface Entry {
  readonly title: string;
  readonly name: string;
  readonly deadline: number;
  /** The test, or the reason why it is skipped. */
  readonly run: (() => void | Promise<void>) | string;
}

const { [FIRST_TEST]: first, [REPORT_FILE]: reportFile } = process.env;
const reports = reportFile === undefined ? undefined : openSync(reportFile, "a");
// Programs that tests start must not take themselves for test files.
delete process.env[FIRST_TEST];
delete process.env[REPORT_FILE];
const root = process.cwd();
const suites = new Map<UvuSuite, Entry[]>();

/** Makes a suite of tests. It runs by itself. */
export function suite(title: string): Suite {
  const entries: Entry[] = [];
  suites.set(uvuSuite(title), entries);
  const add: Suite = (name, run, { deadline = DEADLINE_MS } = {}) => {
    entries.push({ title, name, deadline, run });
  };
  add.skip = (name, reason) => entries.push({ title, name, deadline: 0, run: reason });
  return add;
}

// This event comes when the whole file has run, with its top-level awaits, and nothing else is left to do.
process.once("beforeExit", () => {
  let ordinal = 0;
  for (const [tests, entries] of suites) {
    for (const entry of entries) {
      if (ordinal >= Number(first ?? 0)) addTest(tests, ordinal, entry);
      ordinal++;
    }
    tests.run();
  }
  report({ registered: ordinal });
});

function addTest(tests: UvuSuite, ordinal: number, { title, name, deadline, run }: Entry): void {
  if (typeof run === "string") {
    process.stdout.write(`skipped: ${title}: ${name}: ${run}\n`);
    report({ skipped: ordinal });
    tests.skip();
    return;
  }
  tests(name, async () => {
    report({ begun: ordinal, name: `${title}: ${name}`, deadline });
    try {
      await run();
      assert.equal(process.cwd(), root, "The test did not restore the working directory");
    } catch (error) {
      report({ failed: ordinal, error: inspect(error) });
      if (reports !== undefined) process.exit(1);
      throw error;
    }
    report({ passed: ordinal });
  });
}

/** Writes a report synchronously, so that nothing after it can lose it. */
function report(line: TestReportLine): void {
  if (reports !== undefined) writeSync(reports, `${JSON.stringify(line)}\n`);
}

/**
 * uvu with its silences closed, once for all tests:
 *
 * - there are no hooks, so none can throw unseen: a helper such as `withTempDir(run)` does set-up and clean-up inside a test;
 * - nothing has to be run: every suite runs by itself when its file has been read;
 * - where a test has failed, no other runs: it may have left anything behind, a changed working directory, open stores,
 *   loops. The test command, `run.ts`, goes on with the next one in a new process.
 *
 * What a process cannot see of itself, `test_file.ts` guards: a test that does not end, a file without tests, and counts
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
  /** After this time the test fails. Milliseconds of the `FairClock`, default 30,000. */
  readonly deadline?: number;
}

export interface Suite {
  (name: string, run: () => void | Promise<void>, options?: TestOptions): void;
  /** Counts the test as skipped and prints why. */
  skip(name: string, reason: string): void;
}

interface Entry {
  readonly title: string;
  readonly name: string;
  readonly deadline: number;
  /** Or why it is skipped. */
  readonly run: (() => void | Promise<void>) | string;
}

const { [FIRST_TEST]: first, [REPORT_FILE]: reportFile } = process.env;
const reports = reportFile === undefined ? undefined : openSync(reportFile, "a");
// Programs that tests start are no test files.
delete process.env[FIRST_TEST];
delete process.env[REPORT_FILE];
const root = process.cwd();
const suites = new Map<UvuSuite, Entry[]>();

/** Opens a suite of tests. It runs by itself. */
export function suite(title: string): Suite {
  const entries: Entry[] = [];
  suites.set(uvuSuite(title), entries);
  const add: Suite = (name, run, { deadline = DEADLINE_MS } = {}) => {
    entries.push({ title, name, deadline, run });
  };
  add.skip = (name, reason) => entries.push({ title, name, deadline: 0, run: reason });
  return add;
}

// It comes when the file has been read whole, top-level awaits among it, and only once nothing else is to do.
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

/** Has left the process when it returns, so nothing that follows can hold it back. */
function report(line: TestReportLine): void {
  if (reports !== undefined) writeSync(reports, `${JSON.stringify(line)}\n`);
}

/**
 * uvu with its silences closed, once for all tests:
 *
 * - there are no hooks, so none can throw unseen: a helper such as `withTempDir(run)` does set-up and clean-up inside a test;
 * - nothing has to be run: every suite runs by itself when its file has been read;
 * - every test has a deadline, so one that never settles fails and the others still run.
 *
 * What a single file cannot see, `run.ts` guards: a file without tests, and counts that do not add up. For promises that
 * must reject, use `rejects` of `node:assert/strict`.
 */
import { suite as uvuSuite } from "uvu";

const DEADLINE_MS = 30_000;

export interface TestOptions {
  /** After this time the test fails. Milliseconds, default 30,000. */
  readonly deadline?: number;
}

export interface Suite {
  (name: string, run: () => void | Promise<void>, options?: TestOptions): void;
  /** Counts the test as skipped and prints why. */
  skip(name: string, reason: string): void;
}

/** Opens a suite of tests. It runs by itself. */
export function suite(title: string): Suite {
  const tests = uvuSuite(title);
  // `beforeExit` comes when the file has been read whole, top-level awaits among it, and only once nothing else is to do.
  process.once("beforeExit", () => tests.run());
  const add: Suite = (name, run, { deadline = DEADLINE_MS } = {}) => {
    tests(name, () => withDeadline(name, run, deadline));
  };
  add.skip = (name, reason) => {
    process.stdout.write(`skipped: ${title}: ${name}: ${reason}\n`);
    tests.skip();
  };
  return add;
}

async function withDeadline(
  name: string,
  run: () => void | Promise<void>,
  milliseconds: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Test '${name}' did not end within its deadline of ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

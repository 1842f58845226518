/**
 * Stands for `test/support/suite.ts` where there is no process of Node: in a bundle for workerd or a browser. It gives the
 * same guarantees: suites run by themselves, where a test has failed no other runs, and what nobody caught is a failure.
 * Deadlines and counts are guarded from outside, by `hosts/watch_run.ts`.
 */
import type { Suite, TestOptions } from "../../support/suite.ts";
import type { HostLine } from "../host_line.ts";

const DEADLINE_MS = 30_000;

interface Entry {
  readonly name: string;
  readonly deadline: number;
  /** Or why it is skipped. */
  readonly run: (() => void | Promise<void>) | string;
}

const suites: Entry[][] = [];
let uncaught: string | undefined;
let stop: () => void = () => {};
const stopped = new Promise<void>((resolve) => {
  stop = resolve;
});

/** Opens a suite of tests. It runs once the file has been read. */
export function suite(title: string): Suite {
  const entries: Entry[] = [];
  suites.push(entries);
  const add: Suite = (name, run, { deadline = DEADLINE_MS }: TestOptions = {}) => {
    entries.push({ name: `${title}: ${name}`, deadline, run });
  };
  add.skip = (name, reason) =>
    entries.push({ name: `${title}: ${name}`, deadline: 0, run: reason });
  return add;
}

/**
 * Runs the tests from the given one on, until one fails.
 *
 * @param first Its ordinal.
 */
export async function runTests(first: number, report: (line: HostLine) => void): Promise<void> {
  const entries = suites.flat();
  report({ registered: entries.length });
  for (const [ordinal, { name, deadline, run }] of entries.entries()) {
    if (ordinal < first) continue;
    if (typeof run === "string") {
      report({ printed: `skipped: ${name}: ${run}\n` });
      report({ skipped: ordinal });
      continue;
    }
    report({ begun: ordinal, name, deadline });
    try {
      await Promise.race([run(), stopped]);
      // What was rejected at the end of the test is told only in the next turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (uncaught !== undefined) throw uncaught;
    } catch (error) {
      report({ failed: ordinal, error: describe(error) });
      break;
    }
    report({ passed: ordinal });
  }
  report({ ended: uncaught ?? null });
}

function onUncaught(what: string, error: unknown): void {
  uncaught ??= `${what}: ${describe(error)}`;
  stop();
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

addEventListener("unhandledrejection", (event) => {
  onUncaught("Nobody caught", Reflect.get(event, "reason"));
});
addEventListener("error", (event) => {
  onUncaught("Nobody caught", Reflect.get(event, "error") ?? Reflect.get(event, "message"));
});

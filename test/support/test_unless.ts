import type { Suite } from "./suite.ts";

/**
 * Adds tests that some machines cannot run.
 *
 * @param reason Why the tests cannot be run here, and are skipped; `undefined` if they can.
 */
export function testUnless(test: Suite, reason: string | undefined): Suite {
  if (reason === undefined) return test;
  return Object.assign((name: string) => test.skip(name, reason), { skip: test.skip });
}

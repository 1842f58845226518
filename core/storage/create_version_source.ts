/**
 * Makes the versions of one opened store: a random prefix for the opening, then a counter. So none is ever reused, also
 * not by the next opening, and a new one costs no randomness.
 *
 * @returns A function that gives a new version, 1 to 64 characters of `[A-Za-z0-9_-]`, at each call.
 *
 * @example
 * ```ts
 * import { createVersionSource } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * const nextVersion = createVersionSource();
 * assert.notEqual(nextVersion(), nextVersion());
 * ```
 */
export function createVersionSource(): () => string {
  // Made at the first call: while a worker's module is read, which may open a store, workerd allows nothing random.
  let prefix: string | undefined;
  let count = 0;
  return () => {
    prefix ??= crypto.randomUUID().replaceAll("-", "");
    return `${prefix}-${(count++).toString(36)}`;
  };
}

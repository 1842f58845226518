/**
 * Makes a source of versions for one opened store. A version is a random prefix, the same for the whole opening, and a counter. So
 * versions are never reused, not even after the store is opened again, and a new one needs no random bytes.
 *
 * @returns A function that gives a new version at each call: 1 to 64 characters of `[A-Za-z0-9_-]`.
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
  // Made at the first call. A worker may open a store while its module is loaded, and workerd allows no random bytes then.
  let prefix: string | undefined;
  let count = 0;
  return () => {
    prefix ??= crypto.randomUUID().replaceAll("-", "");
    return `${prefix}-${(count++).toString(36)}`;
  };
}

import { describeValue } from "../core/errors/_describe_value.ts";

/**
 * Checks the path of a store.
 *
 * @param task What it is passed to, as in `SqliteStorage.open`.
 * @throws {TypeError} If it is no path.
 */
export function checkPath(task: string, path: unknown): void {
  if (typeof path === "string" && path !== "") return;
  const what = path === "" ? "empty" : describeValue(path);
  const advice = path instanceof URL ? "'fileURLToPath(url)' of 'node:url'" : "a string";
  throw new TypeError(`Cannot call '${task}': the path is ${what}; pass ${advice}`);
}

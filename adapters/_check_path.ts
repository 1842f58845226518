import { describeValue } from "../core/errors/_describe_value.ts";

/**
 * Checks the path of a store.
 *
 * @param task Name of the function to which the path is passed, such as `SqliteStorage.open`.
 * @param path The path.
 * @throws {TypeError} If it is not a string, or is empty.
 */
export function checkPath(task: string, path: unknown): void {
  if (typeof path === "string" && path !== "") return;
  const what = path === "" ? "empty" : describeValue(path);
  const advice = path instanceof URL ? "'fileURLToPath(url)' of 'node:url'" : "a string";
  throw new TypeError(`Cannot call '${task}': the path is ${what}; pass ${advice}`);
}

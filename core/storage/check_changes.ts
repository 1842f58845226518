import { checkName } from "./check_name.ts";
import type { Change } from "./storage.ts";

/**
 * Checks the arguments of an `apply`, so that each adapter gets only what the contract allows.
 *
 * @param instanceId The instance.
 * @param changes Its changes: distinct names, and `clear` only alone. None at all is allowed and does nothing.
 * @throws {TypeError} If a name is not legal or occurs twice, or `clear` is not the only change.
 */
export function checkChanges(instanceId: string, changes: readonly Change[]): void {
  checkName("instance id", instanceId);
  const names = new Set<string>();
  for (const change of changes) {
    if (change.op === "clear") {
      if (changes.length === 1) continue;
      throw new TypeError("Cannot apply the changes: 'clear' must be the only one");
    }
    checkName("variable name", change.name);
    if (names.has(change.name)) {
      throw new TypeError("Cannot apply the changes: two of them are for one variable");
    }
    names.add(change.name);
  }
}

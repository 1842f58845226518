import { checkName } from "./check_name.ts";
import type { Change, StagedContent } from "./storage.ts";

/**
 * Checks the arguments of an `apply`, so that each adapter gets only what the contract allows.
 *
 * @param instanceId The instance.
 * @param changes Its changes: distinct names and stages, and `clear` only alone. None at all is allowed and does nothing.
 * @throws {TypeError} If a name is not legal, a name or a stage occurs twice, or `clear` is not the only change.
 */
export function checkChanges(instanceId: string, changes: readonly Change[]): void {
  checkName("instance id", instanceId);
  for (const change of changes) {
    if (change.op !== "clear") checkName("variable name", change.name);
    else if (changes.length > 1) {
      throw new TypeError("Cannot apply the changes: 'clear' must be the only one");
    }
  }
  // One change, the usual number, cannot clash.
  if (changes.length > 1) checkDistinct(changes);
}

function checkDistinct(changes: readonly Change[]): void {
  const names = new Set<string>();
  const stages = new Set<StagedContent>();
  for (const change of changes) {
    if (change.op === "clear") continue;
    if (names.has(change.name)) {
      throw new TypeError("Cannot apply the changes: two of them are for one variable");
    }
    names.add(change.name);
    if (change.op === "delete" || change.content === null) continue;
    if (change.content instanceof Uint8Array) continue;
    if (stages.has(change.content)) {
      throw new TypeError("Cannot apply the changes: two of them use one stage");
    }
    stages.add(change.content);
  }
}

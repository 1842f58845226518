import { describeValue } from "../errors/_describe_value.ts";
import { checkContent } from "./_check_bytes.ts";
import { checkCondition } from "./_check_condition.ts";
import { checkName } from "./check_name.ts";
import type { Change, PutChange, StagedContent } from "./storage.ts";

/**
 * Checks the arguments of an `apply`, so that adapters get only arguments that the contract allows. {@linkcode GuardedStorage} calls
 * it. It also checks that stages are its own, and copies the known members of `valueInfo`.
 *
 * @param instanceId The instance.
 * @param changes Its changes, with distinct names and stages; `clear` must be the only change. An empty array is allowed.
 * @throws {TypeError} If a name is not legal, a name or a stage occurs twice, `clear` is not the only change, or the `op`, `type`,
 *   `content` or `condition` of a change is wrong.
 */
export function checkChanges(instanceId: string, changes: readonly Change[]): void {
  checkName("instance id", instanceId);
  if (!Array.isArray(changes)) {
    throw wrong(`they are ${describeValue(changes)}, not an array of changes`);
  }
  for (const change of changes) {
    checkChange(change);
    if (change.op === "clear" && changes.length > 1) throw wrong("'clear' must be the only one");
  }
  // One change, the usual number, cannot clash.
  if (changes.length > 1) checkDistinct(changes);
}

function checkChange(change: Change): void {
  if (typeof change !== "object" || change === null) {
    throw wrong(`one is ${describeValue(change)}, not an object`);
  }
  switch (change.op) {
    case "put":
      checkName("variable name", change.name);
      checkType(change);
      checkContent(change.name, change.content);
      checkCondition(change.name, change.condition);
      break;
    case "delete":
      checkName("variable name", change.name);
      checkCondition(change.name, change.condition);
      break;
    case "clear":
      if ("condition" in change) throw wrong("'clear' has no condition");
      break;
    default:
      throw wrong(`'op' is ${describeOp(change)}; it must be 'put', 'delete' or 'clear'`);
  }
}

function checkType({ name, type }: PutChange): void {
  if (typeof type !== "string") {
    throw wrong(`the 'type' of '${name}' is ${describeValue(type)}, not a string`);
  }
  if (!type.isWellFormed()) throw wrong(`the 'type' of '${name}' is not well-formed Unicode`);
}

function describeOp(change: { readonly op?: unknown }): string {
  return typeof change.op === "string" ? `'${change.op}'` : describeValue(change.op);
}

function checkDistinct(changes: readonly Change[]): void {
  const names = new Set<string>();
  const stages = new Set<StagedContent>();
  for (const change of changes) {
    if (change.op === "clear") continue;
    if (names.has(change.name)) throw wrong(`two of them are for one variable, '${change.name}'`);
    names.add(change.name);
    if (change.op === "delete" || change.content === null) continue;
    if (change.content instanceof Uint8Array) continue;
    if (stages.has(change.content)) throw wrong("two of them use one stage");
    stages.add(change.content);
  }
}

function wrong(problem: string): TypeError {
  return new TypeError(`Cannot apply the changes: ${problem}`);
}

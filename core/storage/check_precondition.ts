import { PreconditionFailedError } from "./precondition_failed_error.ts";
import type { Precondition } from "./storage.ts";

/**
 * Compares a precondition with the current version. Call it in the atomic step that makes the change.
 *
 * @param condition The precondition. `undefined` always holds.
 * @param variableName The variable's name.
 * @param version Its current version; `undefined` if the variable does not exist.
 * @throws {PreconditionFailedError} If the precondition does not hold.
 *
 * @example
 * ```ts
 * import { checkPrecondition, PreconditionFailedError } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * checkPrecondition({ ifMatch: ["v1"] }, "invoice", "v1");
 * assert.throws(() => checkPrecondition({ ifNoneMatch: "*" }, "invoice", "v1"), PreconditionFailedError);
 * ```
 */
export function checkPrecondition(
  condition: Precondition | undefined,
  variableName: string,
  version: string | undefined,
): void {
  if (condition === undefined) return;
  const { ifMatch, ifNoneMatch } = condition;
  const matched = ifMatch === undefined || matches(ifMatch, version);
  const excluded = ifNoneMatch !== undefined && matches(ifNoneMatch, version);
  if (!matched || excluded) throw new PreconditionFailedError(variableName, version);
}

function matches(versions: readonly string[] | "*", version: string | undefined): boolean {
  if (version === undefined) return false;
  return versions === "*" || versions.includes(version);
}

import { describeValue } from "../../errors/_describe_value.ts";
import { checkName } from "../../storage/check_name.ts";
import { refusal } from "./_refusals.ts";

/**
 * Checks the id of a process instance, or of an execution.
 *
 * @throws {TypeError} If one is no string.
 * @throws {InvalidVariableError} If it is not legal.
 */
export function checkInstanceId(instanceId: string): void {
  check("instance id", instanceId);
}

/**
 * Checks both.
 *
 * @throws {TypeError} If one is no string.
 * @throws {InvalidVariableError} If one is not legal.
 */
export function checkNames(instanceId: string, name: string): void {
  checkInstanceId(instanceId);
  checkVariableName(name);
}

/**
 * Checks the name of a variable.
 *
 * @throws {TypeError} If one is no string.
 * @throws {InvalidVariableError} If it is not legal.
 */
export function checkVariableName(name: string): void {
  check("variable name", name);
}

/**
 * Checks that the id of a variable is a text. Whether it is one of a variable is found out later.
 *
 * @throws {TypeError} If not.
 */
export function checkVariableId(variableId: string): void {
  if (typeof variableId === "string") return;
  throw new TypeError(
    `Cannot use the variable id: it is ${describeValue(variableId)}, not a string`,
  );
}

function check(kind: "instance id" | "variable name", name: string): void {
  // No client can send that: the caller has made a mistake, and is told so.
  if (typeof name !== "string") checkName(kind, name);
  try {
    checkName(kind, name);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refusal(error.message, { cause: error });
  }
}

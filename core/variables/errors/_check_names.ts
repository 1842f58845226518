import { describeValue } from "../../errors/_describe_value.ts";
import { checkName } from "../../storage/check_name.ts";
import { refusal } from "./_refusals.ts";

/**
 * Checks the id of a process instance or of an execution.
 *
 * @throws {TypeError} If it is not a string.
 * @throws {InvalidVariableError} If it is not a legal id.
 */
export function checkInstanceId(instanceId: string): void {
  check("instance id", instanceId);
}

/**
 * Checks the id of a process instance and the name of a variable.
 *
 * @throws {TypeError} If one of them is not a string.
 * @throws {InvalidVariableError} If one of them is not legal.
 */
export function checkNames(instanceId: string, name: string): void {
  checkInstanceId(instanceId);
  checkVariableName(name);
}

/**
 * Checks the name of a variable.
 *
 * @throws {TypeError} If it is not a string.
 * @throws {InvalidVariableError} If it is not a legal name.
 */
export function checkVariableName(name: string): void {
  check("variable name", name);
}

/**
 * Checks that the id of a variable is a string. Whether such a variable exists is checked later.
 *
 * @throws {TypeError} If it is not a string.
 */
export function checkVariableId(variableId: string): void {
  if (typeof variableId === "string") return;
  throw new TypeError(
    `Cannot use the variable id: it is ${describeValue(variableId)}, not a string`,
  );
}

function check(kind: "instance id" | "variable name", name: string): void {
  // Clients send strings only. Anything else is a mistake of the calling program, and `checkName` throws its TypeError.
  if (typeof name !== "string") checkName(kind, name);
  try {
    checkName(kind, name);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refusal(error.message, { cause: error });
  }
}

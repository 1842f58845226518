import { checkName } from "../storage/check_name.ts";
import { refusal } from "./_refusals.ts";

/**
 * Checks the id of a process instance, or of an execution.
 *
 * @throws {InvalidVariableError} If it is not legal.
 */
export function checkInstanceId(instanceId: string): void {
  check("instance id", instanceId);
}

/**
 * Checks both.
 *
 * @throws {InvalidVariableError} If one is not legal.
 */
export function checkNames(instanceId: string, name: string): void {
  checkInstanceId(instanceId);
  checkVariableName(name);
}

/**
 * Checks the name of a variable.
 *
 * @throws {InvalidVariableError} If it is not legal.
 */
export function checkVariableName(name: string): void {
  check("variable name", name);
}

function check(kind: "instance id" | "variable name", name: string): void {
  try {
    checkName(kind, name);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refusal(error.message, { cause: error });
  }
}

import { shorten } from "../../errors/_shorten.ts";
import { checkNames, checkVariableId } from "../errors/_check_names.ts";
import { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { NotFoundError } from "../errors/not_found_error.ts";
import { decodeVariableId } from "../values/_variable_id.ts";
import type { ReadContext } from "./_read_context.ts";

/** A variable that is to be read, and the errors that the engine has for it. */
export interface WantedVariable {
  /** Id of the process instance itself. */
  readonly instanceId: string;
  readonly name: string;
  /** Whether it was found by its id. Then its JSON tells the instance, too. */
  readonly isById: boolean;
  /** The error if it does not exist. */
  missing(): NotFoundError;
  /** The error if its value is not bytes. */
  notBinary(): InvalidVariableError;
}

/**
 * Finds a variable by the ids of its instance, and its name.
 *
 * @returns The variable; a promise only if the instance must be looked up.
 * @throws {InvalidVariableError} If an id or name is not legal.
 * @throws {NotFoundError} If the instance does not exist. The variable itself is not looked up.
 */
export function findByName(
  id: string,
  name: string,
  { instances }: ReadContext,
): WantedVariable | Promise<WantedVariable> {
  checkNames(id, name);
  if (instances.isIdentity) return new NamedVariable(id, id, name);
  const task = `Cannot get process instance variable ${shorten(name)}`;
  return instances.get(id, task).then((instanceId) => new NamedVariable(id, instanceId, name));
}

/** A variable that was found by its name. */
class NamedVariable implements WantedVariable {
  readonly instanceId: string;
  readonly name: string;
  readonly isById = false;
  readonly #givenId: string;

  constructor(givenId: string, instanceId: string, name: string) {
    this.#givenId = givenId;
    this.instanceId = instanceId;
    this.name = name;
  }

  missing(): NotFoundError {
    return missing(`process instance variable with name ${shorten(this.name)} does not exist`);
  }

  notBinary(): InvalidVariableError {
    return notBinary(this.#givenId);
  }
}

/**
 * Finds a variable by its own id. Anyone can make up an id, so the instance in it must be one, as in every other call.
 *
 * @throws {NotFoundError} If the id is invalid, or the instance does not exist. The variable itself is not looked up.
 */
export async function findById(
  variableId: string,
  { instances }: ReadContext,
): Promise<WantedVariable> {
  checkVariableId(variableId);
  const missingInstance = () =>
    missing(`Variable instance with Id '${shorten(variableId)}' does not exist.`);
  const key = decodeVariableId(variableId);
  const owner = key && (await instances.find(key.instanceId));
  if (key === undefined || owner !== key.instanceId) throw missingInstance();
  return {
    ...key,
    isById: true,
    missing: missingInstance,
    notBinary: () => notBinary(variableId),
  };
}

function missing(message: string): NotFoundError {
  return new NotFoundError("InvalidRequestException", message);
}

/** @param id The id of the instance or of the variable, as the caller named it: the engine shows either. */
function notBinary(id: string): InvalidVariableError {
  return new InvalidVariableError(
    "InvalidRequestException",
    `Value of variable with id ${shorten(id)} is not a binary value.`,
  );
}

import type { VariableStorage } from "../../../core/storage/storage.ts";
import { plainValue, plainValues } from "./_plain_value.ts";
import { readVariable, readVariables } from "./_read_variables.ts";
import type { PlainValue } from "./plain_value.ts";

/**
 * Reads a variable as a plain value.
 *
 * @returns `undefined` if it does not exist.
 * @throws {RangeError} If its JSON has a number that JavaScript cannot hold with all its digits.
 * @throws {TypeError} If the id or the name is not legal.
 */
export async function readValue(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<PlainValue | undefined> {
  const variable = await readVariable(storage, instanceId, name);
  return variable && plainValue(variable);
}

/**
 * Reads the bytes of a variable of any type: text in UTF-8, scalars as their canonical text. The caller may write into them.
 *
 * @returns `undefined` if it does not exist; `null` if it is a typed null.
 * @throws {TypeError} If the id or the name is not legal.
 */
export async function readBytes(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<Uint8Array | null | undefined> {
  const variable = await readVariable(storage, instanceId, name);
  // A small content is the storage's own.
  return variable?.content && new Uint8Array(variable.content);
}

/**
 * Reads all variables of an instance as plain values by name, as a test compares them with a literal.
 *
 * @throws {RangeError} If the JSON of one has a number that JavaScript cannot hold with all its digits.
 * @throws {TypeError} If the id is not legal.
 */
export async function readValues(
  storage: VariableStorage,
  instanceId: string,
): Promise<Readonly<Record<string, PlainValue>>> {
  return plainValues(await readVariables(storage, instanceId));
}

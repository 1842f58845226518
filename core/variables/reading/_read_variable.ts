import type { OpenVariable, VariableRecord, VariableStorage } from "../../storage/storage.ts";
import { showsContent } from "../to_json/_print_value.ts";
import { readAll } from "../values/_read_all.ts";

/** A version of a variable, and the bytes of it that are shown. */
export interface ReadVariable {
  readonly record: VariableRecord;
  /** `undefined` if the bytes are too many, or are never shown. */
  readonly content: Uint8Array | undefined;
}

/**
 * Reads a variable to print it.
 *
 * @param storage The storage of the variable.
 * @param instanceId Id of the process instance itself.
 * @param name The variable's name.
 * @param maxBytes The largest number of bytes that is read.
 * @param isById Whether it was found by its id. Then Bytes are not shown.
 * @returns `undefined` if the variable does not exist.
 */
export async function readVariable(
  storage: VariableStorage,
  instanceId: string,
  name: string,
  maxBytes: number,
  isById: boolean,
): Promise<ReadVariable | undefined> {
  const record = await storage.stat(instanceId, name);
  if (record === undefined) return undefined;
  if (!isWanted(record, maxBytes, isById)) return { record, content: record.inline };
  const variable = await storage.open(instanceId, name);
  if (variable === undefined) return undefined;
  try {
    // It may have changed meanwhile.
    if (!isWanted(variable.record, maxBytes, isById)) {
      return { record: variable.record, content: variable.record.inline };
    }
    return { record: variable.record, content: await readAll(variable) };
  } finally {
    await variable.close();
  }
}

/**
 * Opens a variable to print it while its bytes are read.
 *
 * @returns `undefined` if the variable does not exist; the record alone if no bytes must be read. The caller closes what is
 * open.
 */
export async function openToPrint(
  storage: VariableStorage,
  instanceId: string,
  name: string,
  maxBytes: number,
  isById: boolean,
): Promise<VariableRecord | OpenVariable | undefined> {
  const record = await storage.stat(instanceId, name);
  if (record === undefined || !isWanted(record, maxBytes, isById)) return record;
  const variable = await storage.open(instanceId, name);
  // It may have changed meanwhile.
  if (variable === undefined || isWanted(variable.record, maxBytes, isById)) return variable;
  await variable.close();
  return variable.record;
}

/** Whether the variable has bytes to show that are not in the record. */
function isWanted(record: VariableRecord, maxBytes: number, isById: boolean): boolean {
  return showsContent(record, isById) && record.inline === undefined && record.size <= maxBytes;
}

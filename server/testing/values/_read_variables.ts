import type { VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { eachVariable } from "../../../core/variables/reading/_each_record.ts";
import { Search } from "../../../core/variables/reading/_search.ts";
import { readAll } from "../../../core/variables/values/_read_all.ts";
import type { StoredVariable } from "./_stored_variable.ts";

/**
 * Reads a variable with all its bytes.
 *
 * @param storage Where it is.
 * @param instanceId What has it: a process instance or an execution.
 * @param name Its name.
 * @returns `undefined` if it does not exist.
 * @throws {TypeError} If the id or the name is not legal.
 */
export async function readVariable(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<StoredVariable | undefined> {
  const record = await storage.stat(instanceId, name);
  if (record === undefined) return undefined;
  return heldOf(record) ?? (await openVariable(storage, instanceId, name));
}

/** Reads all variables of a process instance or an execution with all their bytes, sorted by name. */
export async function readVariables(
  storage: VariableStorage,
  instanceId: string,
): Promise<readonly StoredVariable[]> {
  const variables: StoredVariable[] = [];
  for await (const record of eachVariable(storage, instanceId, new Search())) {
    const variable = heldOf(record) ?? (await openVariable(storage, instanceId, record.name));
    // It may have been deleted meanwhile.
    if (variable !== undefined) variables.push(variable);
  }
  return variables;
}

/** The variable, if its bytes are in its record. */
function heldOf({
  name,
  type,
  valueInfo,
  isNull,
  inline,
}: VariableRecord): StoredVariable | undefined {
  const content = isNull ? null : inline;
  return content === undefined ? undefined : { name, type, valueInfo, content };
}

async function openVariable(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<StoredVariable | undefined> {
  const variable = await storage.open(instanceId, name);
  if (variable === undefined) return undefined;
  try {
    // It may have changed since, so its own record counts.
    const { record } = variable;
    const { type, valueInfo } = record;
    return heldOf(record) ?? { name, type, valueInfo, content: await readAll(variable) };
  } finally {
    await variable.close();
  }
}

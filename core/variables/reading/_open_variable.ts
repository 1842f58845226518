import type { OpenVariable, VariableRecord } from "../../storage/storage.ts";
import { JAVA_FORMAT } from "../values/_typed_content.ts";
import type { ReadContext } from "./_read_context.ts";
import type { WantedVariable } from "./_wanted_variable.ts";

/**
 * Opens a variable of any type. The caller closes it.
 *
 * @throws {NotFoundError} If it does not exist.
 */
export async function openVariable(
  wanted: WantedVariable,
  { storage }: ReadContext,
): Promise<OpenVariable> {
  const variable = await storage.open(wanted.instanceId, wanted.name);
  if (variable === undefined) throw wanted.missing();
  return variable;
}

/**
 * Opens a variable whose value is bytes. Downloads are frequent, so it does not call {@linkcode openVariable}: one promise less.
 *
 * @throws {NotFoundError} If it does not exist.
 * @throws {InvalidVariableError} If its value is something else.
 */
export async function openBinary(
  wanted: WantedVariable,
  { storage }: ReadContext,
): Promise<OpenVariable> {
  const variable = await storage.open(wanted.instanceId, wanted.name);
  if (variable === undefined) throw wanted.missing();
  if (isBinary(variable.record)) return variable;
  await variable.close();
  throw wanted.notBinary();
}

function isBinary({ type, valueInfo }: VariableRecord): boolean {
  if (type === "Bytes" || type === "File") return true;
  return type === "Object" && valueInfo.serializationDataFormat === JAVA_FORMAT;
}

import { shorten } from "../../errors/_shorten.ts";
import type { Variable } from "../options/variable_options.ts";
import { decodeValue } from "../values/_decode_value.ts";
import { readAll } from "../values/_read_all.ts";
import { openVariable } from "./_open_variable.ts";
import type { ReadContext } from "./_read_context.ts";
import type { WantedVariable } from "./_wanted_variable.ts";

/**
 * Reads a variable and its value.
 *
 * @throws {NotFoundError} If it does not exist.
 * @throws {RangeError} If its value is too large to be held.
 */
export async function getVariable(wanted: WantedVariable, context: ReadContext): Promise<Variable> {
  const { instanceId, name } = wanted;
  const record = await context.storage.stat(instanceId, name);
  if (record === undefined) throw wanted.missing();
  if (record.isNull) return { record, value: null };
  if (record.inline !== undefined) return { record, value: decodeValue(record, record.inline) };
  const variable = await openVariable(wanted, context);
  try {
    // It may have changed since, so its own record counts.
    const { record } = variable;
    checkSize(name, record.size, context.limits.maxJsonBytes);
    if (record.isNull) return { record, value: null };
    return { record, value: decodeValue(record, await readAll(variable)) };
  } finally {
    await variable.close();
  }
}

function checkSize(name: string, size: number, maxJsonBytes: number): void {
  if (size <= maxJsonBytes) return;
  throw new RangeError(
    `Cannot get variable '${shorten(name)}': its value has ${size} bytes, 'maxJsonBytes' is ${maxJsonBytes}; read it piece by piece with 'open'`,
  );
}

import type {
  GetJsonOptions,
  OpenVariableJson,
  VariableJson,
} from "../options/variable_options.ts";
import { printOpenVariable, printVariable } from "../to_json/_print_variable.ts";
import type { ReadContext } from "./_read_context.ts";
import { openToPrint, readVariable } from "./_read_variable.ts";
import type { WantedVariable } from "./_wanted_variable.ts";

/**
 * Prints a variable as JSON.
 *
 * @throws {NotFoundError} If it does not exist.
 */
export async function getJson(
  wanted: WantedVariable,
  { deserializeValue = true }: GetJsonOptions,
  { storage, limits }: ReadContext,
): Promise<VariableJson> {
  const { instanceId, name, isById } = wanted;
  const found = await readVariable(storage, instanceId, name, limits.maxJsonBytes, isById);
  if (found === undefined) throw wanted.missing();
  const { record, content } = found;
  return { record, json: printVariable(record, content, deserializeValue, placeOf(wanted)) };
}

/**
 * Prints a variable as JSON; a value that is not in its record later, while it is read.
 *
 * @throws {NotFoundError} If it does not exist.
 */
export async function openJson(
  wanted: WantedVariable,
  { deserializeValue = true }: GetJsonOptions,
  { storage, limits }: ReadContext,
): Promise<VariableJson | OpenVariableJson> {
  const { instanceId, name, isById } = wanted;
  const found = await openToPrint(storage, instanceId, name, limits.maxJsonBytes, isById);
  if (found === undefined) throw wanted.missing();
  const place = placeOf(wanted);
  if (!("close" in found)) {
    return { record: found, json: printVariable(found, found.inline, deserializeValue, place) };
  }
  const close = () => found.close();
  return {
    record: found.record,
    pieces: () => printOpenVariable(found, deserializeValue, place),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function placeOf({ instanceId, isById }: WantedVariable): string | undefined {
  return isById ? instanceId : undefined;
}

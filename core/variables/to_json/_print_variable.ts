import type { OpenVariable, VariableRecord } from "../../storage/storage.ts";
import { encodeVariableId } from "../values/_variable_id.ts";
import { printPieces } from "./_print_pieces.ts";
import { printValue, showsContent } from "./_print_value.ts";
import { printValueInfo } from "./_print_value_info.ts";

/**
 * Prints a variable as the engine does: type, value and value info.
 *
 * @param record The variable.
 * @param content The value's bytes; `undefined` if they are too many. Then the printed value is null, and the value info has
 * `size`.
 * @param deserialize Whether a JSON value becomes a part of the printed JSON, and not a string.
 * @param instanceId Id of the process instance, to print the ids of what the variable belongs to, as the engine does for its web
 * apps. Here a variable always belongs to the process instance itself, so the ids of its execution and activity instance are the
 * instance's, and those of other things are null. Default: they are not printed.
 */
export function printVariable(
  record: VariableRecord,
  content: Uint8Array | undefined,
  deserialize: boolean,
  instanceId?: string,
): string {
  const isShown = showsContent(record, instanceId !== undefined);
  const members = printMembers(record, content, isShown, deserialize);
  return `{${members}${printPlace(instanceId, record)}}`;
}

/**
 * Prints a variable while its bytes are read, otherwise as {@linkcode printVariable}.
 *
 * @param variable The variable. The caller closes it.
 * @param deserialize As for {@linkcode printVariable}.
 * @param instanceId As for {@linkcode printVariable}.
 */
export async function* printOpenVariable(
  variable: OpenVariable,
  deserialize: boolean,
  instanceId?: string,
): AsyncGenerator<string, void> {
  const { record } = variable;
  yield `{"type":${JSON.stringify(record.type)},"value":`;
  yield* printPieces(variable, deserialize);
  yield `,"valueInfo":${printValueInfo(record.valueInfo)}${printPlace(instanceId, record)}}`;
}

/** Prints the ids of what a variable belongs to, with a comma before each. */
function printPlace(instanceId: string | undefined, { name }: VariableRecord): string {
  if (instanceId === undefined) return "";
  const place = JSON.stringify({
    id: encodeVariableId(instanceId, name),
    name,
    processDefinitionId: null,
    processInstanceId: instanceId,
    executionId: instanceId,
    caseInstanceId: null,
    caseExecutionId: null,
    taskId: null,
    batchId: null,
    activityInstanceId: instanceId,
    errorMessage: null,
    tenantId: null,
  });
  return `,${place.slice(1, -1)}`;
}

function printMembers(
  record: VariableRecord,
  content: Uint8Array | undefined,
  isShown: boolean,
  deserialize: boolean,
): string {
  const { type, valueInfo, size } = record;
  const value =
    isShown && content !== undefined ? printValue(record, content, deserialize) : "null";
  const info = isShown && content === undefined ? { ...valueInfo, size } : valueInfo;
  return `"type":${JSON.stringify(type)},"value":${value},"valueInfo":${printValueInfo(info)}`;
}

import type { OpenVariable, VariableRecord } from "../../storage/storage.ts";
import { encodeVariableId } from "../values/_variable_id.ts";
import { printPieces } from "./_print_pieces.ts";
import { printValue, showsContent } from "./_print_value.ts";

/**
 * Prints a variable as the engine does: type, value and value info.
 *
 * @param record The variable.
 * @param content Its bytes; `undefined` if they are too many to be shown. Then the value is null, and the value info has `size`.
 * @param deserialize Whether JSON within the value is to be part of the JSON, rather than a string.
 */
export function printVariable(
  record: VariableRecord,
  content: Uint8Array | undefined,
  deserialize: boolean,
): string {
  return `{${printMembers(record, content, deserialize)}}`;
}

/**
 * Prints a variable with where it belongs to, as the engine does for its web apps. There are no executions, activities and
 * tasks here but the process instance.
 *
 * @param instanceId Id of the process instance.
 */
export function printVariableInstance(
  instanceId: string,
  record: VariableRecord,
  content: Uint8Array | undefined,
  deserialize: boolean,
): string {
  const members = printMembers(record, content, deserialize);
  return `{${members}${printPlace(instanceId, record)}}`;
}

/**
 * Prints a variable while its bytes are read.
 *
 * @param variable It is closed by whoever opened it.
 * @param instanceId Id of the process instance, if where it belongs to is to be told.
 */
export async function* printOpenVariable(
  variable: OpenVariable,
  instanceId: string | undefined,
  deserialize: boolean,
): AsyncGenerator<string, void> {
  const { record } = variable;
  const place = instanceId === undefined ? "" : printPlace(instanceId, record);
  yield `{"type":${JSON.stringify(record.type)},"value":`;
  yield* printPieces(variable, deserialize);
  yield `,"valueInfo":${JSON.stringify(record.valueInfo)}${place}}`;
}

/** The members that say where a variable belongs to, each behind a comma. */
function printPlace(instanceId: string, { name }: VariableRecord): string {
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
  deserialize: boolean,
): string {
  const { type, valueInfo, size } = record;
  const isShown = showsContent(record);
  const value =
    isShown && content !== undefined ? printValue(record, content, deserialize) : "null";
  const info = isShown && content === undefined ? { ...valueInfo, size } : valueInfo;
  return `"type":${JSON.stringify(type)},"value":${value},"valueInfo":${JSON.stringify(info)}`;
}

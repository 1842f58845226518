import type { Precondition, VariableRecord } from "../../../core/storage/storage.ts";
import type { DriverPut } from "../../../core/storage/storage_driver.ts";
import { FileStage, type Stage } from "../contents/_stage.ts";
import { type Description, encodeDescription, toVariableRecord } from "../log/_description.ts";
import { type DraftRecord, OPERATIONS } from "../log/_record.ts";

/** A change as it goes into the log. It is made when `apply` is called, since the caller's bytes may change afterwards. */
export interface PreparedChange {
  readonly condition: Precondition | undefined;
  readonly draft: DraftRecord;
  /** Makes the record of the contract; `undefined` for a deletion. */
  readonly record: ((sequence: number) => VariableRecord) | undefined;
}

const NOTHING = new Uint8Array(0);

/** Prepares a deletion. */
export function prepareDelete(
  instanceId: string,
  name: string,
  condition?: Precondition | undefined,
): PreparedChange {
  return { condition, draft: draftDeletion(instanceId, name), record: undefined };
}

/** The record of a deletion. */
export function draftDeletion(instanceId: string, name: string): DraftRecord {
  const operation = OPERATIONS.delete;
  return { operation, instanceId, name, file: undefined, description: NOTHING, body: NOTHING };
}

/**
 * Prepares a put.
 *
 * @param content Few bytes, which nobody else changes; a stage that has a file; or `null` for the typed null.
 */
export function preparePut(
  instanceId: string,
  { name, type, valueInfo, condition }: Omit<DriverPut<Stage>, "content">,
  content: Uint8Array | FileStage | null,
): PreparedChange {
  const isFile = content instanceof FileStage;
  const body = content instanceof Uint8Array ? content : NOTHING;
  const size = isFile ? content.size : body.byteLength;
  const description: Description = {
    updatedAt: Date.now(),
    isNull: content === null,
    content: isFile ? { size, sum: content.sum } : undefined,
    type,
    valueInfo,
  };
  return {
    condition,
    draft: {
      operation: OPERATIONS.put,
      instanceId,
      name,
      file: isFile ? content.file : undefined,
      description: encodeDescription(description),
      body,
      value: { type, isNull: content === null, inline: body },
    },
    record: (sequence) => toVariableRecord(description, name, sequence, size, body),
  };
}

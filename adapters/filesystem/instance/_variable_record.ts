import { INLINE_BYTES, type VariableRecord } from "../../../core/storage/storage.ts";
import type { PutDescription } from "../log/_log_record.ts";

/**
 * The record of the contract from what the log says.
 *
 * @param body The content, if it lies in the log.
 */
export function toVariableRecord(description: PutDescription, body: Uint8Array): VariableRecord {
  const { name, type, valueInfo = {}, isNull = false, size, version, updatedAt } = description;
  const inline = !isNull && size <= INLINE_BYTES ? { inline: body } : {};
  return {
    name,
    type,
    valueInfo,
    isNull,
    size,
    version,
    updatedAt: new Date(updatedAt),
    ...inline,
  };
}

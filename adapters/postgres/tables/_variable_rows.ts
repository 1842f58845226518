import type { ValueInfo, VariableRecord } from "../../../core/storage/storage.ts";
import { damagedRow, parseValueInfo, plainBytes } from "../../_row_values.ts";

/** A variable in the table. */
export interface VariableRow {
  readonly record: VariableRecord;
  /** Number of its content; `undefined` if its bytes are inline, or it is null. */
  readonly content: number | undefined;
}

/** The values of a row, in the order of `VALUE_COLUMNS`. pg gives numbers of 64 bits as texts. */
export type ValueColumns = [
  name: string,
  type: Buffer,
  valueInfo: Buffer,
  size: string,
  version: string,
  updatedAt: string,
  content: string | null,
  inline: Buffer | null,
];

/** The columns that a reader needs. */
export const VALUE_COLUMNS =
  "v.name, v.type, v.value_info, v.size, v.version, v.updated_at, v.content, v.inline";

/**
 * Makes a variable of the values of its row.
 *
 * @throws {StorageError} "corrupt" if varpost cannot have written these values.
 */
export function fromColumns(columns: ValueColumns): VariableRow {
  const [name, type, valueInfo, size, version, updatedAt, content, inline] = columns;
  const record: VariableRecord = {
    name,
    type: type.toString(),
    valueInfo: parseValueInfo(name, valueInfo.toString()),
    isNull: inline === null && content === null,
    size: Number(size),
    version,
    updatedAt: new Date(Number(updatedAt)),
  };
  if (inline === null) return { record, content: content === null ? undefined : Number(content) };
  if (inline.length !== record.size) throw damagedRow(name);
  return { record: { ...record, inline: plainBytes(inline) }, content: undefined };
}

/** Makes the value info's bytes: JSON, in which U+0000 and lone surrogates are escapes. */
export function toValueInfo(valueInfo: ValueInfo): Buffer {
  return Buffer.from(JSON.stringify(valueInfo));
}

import type { ValueInfo, VariableRecord } from "../../../core/storage/storage.ts";
import { damagedRow, parseValueInfo, plainBytes } from "../../_row_values.ts";
import { sumOf } from "./_chunk_rows.ts";

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
  sum: number | null,
];

/** The columns that a reader needs. */
export const VALUE_COLUMNS =
  "v.name, v.type, v.value_info, v.size, v.version, v.updated_at, v.content, v.inline, v.sum";

/**
 * Makes a variable of the values of its row.
 *
 * @param instanceId The instance, with which the row was found.
 * @throws {StorageError} "corrupt" if the row is not as it was written.
 */
export function fromColumns(instanceId: string, columns: ValueColumns): VariableRow {
  const [name, type, valueInfo, size, version, updatedAt, content, inline, sum] = columns;
  // Rows of earlier formats have none.
  if (sum !== null && sum !== sumOfColumns(instanceId, columns)) throw damagedRow(name);
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

/** The checksum of a variable's row that is to be written. */
export function sumOfRow(instanceId: string, { record, content }: VariableRow): number {
  const { name, size, version, updatedAt, inline } = record;
  const numbers = `${size},${updatedAt.getTime()},${content ?? null}`;
  const [type, valueInfo] = [Buffer.from(record.type), toValueInfo(record.valueInfo)];
  return variableSum([instanceId, name, version, numbers], [type, valueInfo, inline ?? null]);
}

function sumOfColumns(instanceId: string, columns: ValueColumns): number {
  const [name, type, valueInfo, size, version, updatedAt, content, inline] = columns;
  const numbers = `${size},${updatedAt},${content}`;
  return variableSum([instanceId, name, version, numbers], [type, valueInfo, inline]);
}

/** The CRC-32 of all values, with their lengths, as a signed integer. Part of the format. The scalar key is not in it. */
function variableSum(
  texts: readonly string[],
  [type, valueInfo, inline]: readonly [Buffer, Buffer, Uint8Array | null],
): number {
  const lengths = `${type.length},${valueInfo.length},${inline?.length}`;
  const head = Buffer.from([...texts, lengths].join("\0"));
  return inline === null ? sumOf(head, type, valueInfo) : sumOf(head, type, valueInfo, inline);
}

/** Makes the value info's bytes: JSON, in which U+0000 and lone surrogates are escapes. */
export function toValueInfo(valueInfo: ValueInfo): Buffer {
  return Buffer.from(JSON.stringify(valueInfo));
}

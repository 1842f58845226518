import type { VariableRecord } from "../../core/storage/storage.ts";
import { damagedRow, parseValueInfo, plainBytes } from "../_row_values.ts";
import { rowSum } from "./_row_sum.ts";

/** A variable in the table. */
export interface VariableRow {
  readonly record: VariableRecord;
  /** Number of its content in `ContentTable`; `undefined` if its bytes are inline, or it is null. */
  readonly content: number | undefined;
}

/** The values of a row, in the order of `VALUE_COLUMNS`. */
export type ValueColumns = [type: string, ...UnindexedColumns];

/** The values that no index has, in the order of `UNINDEXED_COLUMNS`. */
export type UnindexedColumns = [
  valueInfo: string,
  size: number,
  version: string,
  updatedAt: number,
  content: number | null,
  inline: Uint8Array | null,
];

/** The values of a row with its key and its checksum, in the order of `SUMMED_COLUMNS`. */
export type SummedColumns = [id: number, sum: number | null, ...ValueColumns];

/** The columns of `UnindexedColumns`. */
export const UNINDEXED_COLUMNS = "value_info, size, version, updated_at, content, inline";

/** The columns that a put writes, besides the scalar key, and that a reader needs besides the name. */
export const VALUE_COLUMNS: string = `type, ${UNINDEXED_COLUMNS}`;

/** The columns of `SummedColumns`. */
export const SUMMED_COLUMNS: string = `id, sum, ${VALUE_COLUMNS}`;

/** Makes the values of a row. The value info is JSON, in which U+0000 and lone surrogates are escapes. */
export function toColumns({ record, content }: VariableRow): ValueColumns {
  return [
    record.type,
    JSON.stringify(record.valueInfo),
    record.size,
    record.version,
    record.updatedAt.getTime(),
    content ?? null,
    record.inline ?? null,
  ];
}

/** Whether texts are texts and bytes are bytes. One bit in the file tells them apart, and the checksum does not cover it. */
export function areOfTheirKinds([type, valueInfo, , version, , , inline]: ValueColumns): boolean {
  return (
    typeof type === "string" &&
    typeof valueInfo === "string" &&
    typeof version === "string" &&
    (inline === null || inline instanceof Uint8Array)
  );
}

/** Computes the checksum of a variable's row. Its values must be of their kinds, see `areOfTheirKinds`. */
export function variableSum(
  instance: number,
  name: string,
  [type, valueInfo, size, version, updatedAt, content, inline]: ValueColumns,
): number {
  const numbers = `${name.length},${type.length},${valueInfo.length},${size},${updatedAt},${content}`;
  const text = `${numbers},${inline?.length},${name}${type}${valueInfo}${version}`;
  return rowSum(instance, text, inline);
}

/**
 * Makes a variable of the values of its row.
 *
 * @throws {StorageError} "corrupt" if `toColumns` cannot have made these values.
 */
export function fromColumns(name: string, columns: ValueColumns): VariableRow {
  const [type, valueInfo, size, version, updatedAt, content, inline] = columns;
  const record = {
    name,
    type,
    valueInfo: parseValueInfo(name, valueInfo),
    isNull: inline === null && content === null,
    size,
    version,
    updatedAt: new Date(updatedAt),
  };
  if (inline === null) return { record, content: content ?? undefined };
  if (inline.length !== size) throw damagedRow(name);
  return { record: { ...record, inline: plainBytes(inline) }, content: undefined };
}

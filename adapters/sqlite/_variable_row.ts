import type { ValueInfo, VariableRecord } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { rowSum } from "./_row_sum.ts";

/** A variable as the table holds it. */
export interface StoredVariable {
  readonly record: VariableRecord;
  /** The number of its content in `ContentTable`; `undefined` if it is inline or null. */
  readonly content: number | undefined;
}

/** A row of the table but for its key, in the order of `VALUE_COLUMNS`. */
export type ValueColumns = [
  type: string,
  valueInfo: string,
  size: number,
  version: string,
  updatedAt: number,
  content: number | null,
  inline: Uint8Array | null,
];

/** A row of the table but for its names, with what tells whether it is whole. */
export type SummedColumns = [id: number, sum: number | null, ...ValueColumns];

/** The columns that a put writes, and that a reader needs beside the name. */
export const VALUE_COLUMNS = "type, value_info, size, version, updated_at, content, inline";

/** The columns of `SummedColumns`. */
export const SUMMED_COLUMNS: string = `id, sum, ${VALUE_COLUMNS}`;

/** Turns a variable into its row. As JSON, U+0000 or a lone surrogate in a file name is only an escape. */
export function toColumns({ record, content }: StoredVariable): ValueColumns {
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

/** Whether texts are texts and bytes are bytes: in a file SQLite tells them apart by one bit, which no checksum sees. */
export function areOfTheirKinds([type, valueInfo, , version, , , inline]: ValueColumns): boolean {
  return (
    typeof type === "string" &&
    typeof valueInfo === "string" &&
    typeof version === "string" &&
    (inline === null || inline instanceof Uint8Array)
  );
}

/** The checksum of a variable's row, whose values are of their kinds. */
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
 * Turns a row into its variable.
 *
 * @throws {StorageError} "corrupt" if it is no row that `toColumns` made.
 */
export function fromColumns(name: string, columns: ValueColumns): StoredVariable {
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

/** The driver gives Buffers, whose methods are not all those of a Uint8Array. */
export function plainBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function parseValueInfo(name: string, text: string): ValueInfo {
  if (text === "{}") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isValueInfo(value)) return value;
  } catch (cause) {
    throw damagedRow(name, { cause });
  }
  throw damagedRow(name);
}

function isValueInfo(value: unknown): value is ValueInfo {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => typeof member === "string");
}

/** The row of a variable is not what was written. */
export function damagedRow(name: string, options?: ErrorOptions): StorageError {
  return new StorageError("corrupt", `Cannot read variable '${name}': its row is damaged`, options);
}

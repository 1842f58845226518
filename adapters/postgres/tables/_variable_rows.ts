import type { ValueInfo, VariableRecord } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";

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

/** Makes a plain Uint8Array of a Buffer, some methods of which work in another way. */
function plainBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** The error for a variable whose row is not as it was written. */
function damagedRow(name: string, options?: ErrorOptions): StorageError {
  return new StorageError("corrupt", `Cannot read variable '${name}': its row is damaged`, options);
}

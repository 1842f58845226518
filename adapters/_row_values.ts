import type { ValueInfo } from "../core/storage/storage.ts";
import { StorageError } from "../core/storage/storage_error.ts";

/**
 * Reads the value info of a variable's row.
 *
 * @param name The variable's name, for the message.
 * @param text JSON, as `JSON.stringify` writes it: U+0000 and lone surrogates are escapes.
 * @throws {StorageError} "corrupt" if it is not the JSON of a value info.
 */
export function parseValueInfo(name: string, text: string): ValueInfo {
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

/** Makes a plain Uint8Array of a Buffer, some methods of which work in another way. better-sqlite3 and pg return Buffers. */
export function plainBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** The error for a variable whose row is not as it was written. */
export function damagedRow(name: string, options?: ErrorOptions): StorageError {
  return new StorageError("corrupt", `Cannot read variable '${name}': its row is damaged`, options);
}

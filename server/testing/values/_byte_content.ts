import { types } from "node:util";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { textBytes } from "./_text_bytes.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";

/** Copies the bytes of a Uint8Array or an ArrayBuffer, of whatever realm; `undefined` for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  // Not `slice`, which of a Buffer makes a view.
  if (types.isUint8Array(value)) return new Uint8Array(value);
  return types.isArrayBuffer(value) ? new Uint8Array(value.slice(0)) : undefined;
}

/**
 * The content of a Bytes or a File: bytes, a text in UTF-8, or a Blob, which is still to be read.
 *
 * @throws {TypeError} If it is anything else.
 */
export function byteContent(value: unknown, place: ValuePlace): Uint8Array | Blob {
  if (typeof value === "string") return textBytes(value, place);
  const content = value instanceof Blob ? value : bytesOf(value);
  if (content !== undefined) return content;
  throw wrongValue(
    place,
    `its 'value' is ${describeValue(value)}; write a Uint8Array, an ArrayBuffer, a Blob, or a text`,
  );
}

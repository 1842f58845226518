import { encodeBase64 } from "../../base64/_encode_base64.ts";
import { checkJson } from "../../json/_check_json.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import type { OpenVariable } from "../../storage/storage.ts";
import { readAll } from "../values/_read_all.ts";
import { JAVA_FORMAT, JSON_FORMAT } from "../values/_typed_content.ts";
import { findValueType } from "../values/value_types.ts";
import { printValue } from "./_print_value.ts";

/** Number of bytes that are printed at once. If every byte needs an escape, the printed piece is six times as long. */
const PIECE_BYTES = 16_384;

/**
 * Prints a value as {@linkcode printValue} does, but while it is read: only one piece is held in memory, whatever the value's size.
 *
 * @param variable The value. A JSON value is read twice, since it must be checked before its first byte is printed.
 * @param deserialize Whether a JSON value becomes a part of the printed JSON, and not a string.
 */
export async function* printPieces(
  variable: OpenVariable,
  deserialize: boolean,
): AsyncGenerator<string, void> {
  const { type, valueInfo } = variable.record;
  const format = valueInfo.serializationDataFormat;
  const stored = findValueType(type)?.stored;
  if (stored === "scalar" || stored === "none") {
    yield printValue(variable.record, await readAll(variable), deserialize);
  } else if (stored === "json" || (stored === "serialized" && format === JSON_FORMAT)) {
    yield* deserialize && (await isJson(variable)) ? decoded(variable) : printText(variable);
  } else if (stored === "text" || (stored === "serialized" && format !== JAVA_FORMAT)) {
    yield* printText(variable);
  } else {
    yield* printBytes(variable);
  }
}

async function* printText(variable: OpenVariable): AsyncGenerator<string> {
  yield '"';
  for await (const text of decoded(variable)) yield JSON.stringify(text).slice(1, -1);
  yield '"';
}

async function* printBytes(variable: OpenVariable): AsyncGenerator<string> {
  let rest = new Uint8Array(0);
  yield '"';
  for await (const piece of pieces(variable)) {
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const whole = bytes.length - (bytes.length % 3);
    yield encodeBase64(bytes.subarray(0, whole));
    rest = bytes.slice(whole);
  }
  yield `${encodeBase64(rest)}"`;
}

/** Decodes the value in pieces that never end within a character. */
async function* decoded(variable: OpenVariable): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const piece of pieces(variable)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

async function* pieces(variable: OpenVariable): AsyncGenerator<Uint8Array> {
  for await (const chunk of variable.read()) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      yield chunk.subarray(start, start + PIECE_BYTES);
    }
  }
}

async function isJson(variable: OpenVariable): Promise<boolean> {
  try {
    await checkJson(withoutMark(variable.read()));
    return true;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
}

/**
 * Yields nothing if the value may begin with a byte order mark, so that it is not taken for JSON: it would stand within other
 * text.
 */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === 0xef) return;
    isFirst = false;
    yield chunk;
  }
}

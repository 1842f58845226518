import { shorten } from "../../../core/errors/_shorten.ts";
import type { PutChange, ValueInfo } from "../../../core/storage/storage.ts";
import { readBytes } from "../../../core/variables/values/_content.ts";
import { decodeValue } from "../../../core/variables/values/_decode_value.ts";
import { JSON_FORMAT } from "../../../core/variables/values/_typed_content.ts";
import { fileContentType } from "../../../core/variables/values/file_content_type.ts";
import { plainJson } from "./_plain_json.ts";
import type { StoredVariable } from "./_stored_variable.ts";
import type { PlainValue } from "./plain_value.ts";

/**
 * Turns a stored variable into a plain value of JavaScript.
 *
 * @throws {RangeError} If its JSON has a number that JavaScript cannot hold with all its digits.
 */
export function plainValue({ name, type, valueInfo, content }: StoredVariable): PlainValue {
  if (content === null) return null;
  if (type === "File") return fileOf(valueInfo, content);
  if (!isJson({ type, valueInfo })) return decodeValue({ type, valueInfo }, content);
  try {
    return plainJson(content);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(
      `Cannot give the JSON of '${shorten(name)}' as a plain value: ${cause.message}; read its text with 'bytes'`,
      { cause },
    );
  }
}

/** Whether the bytes of a variable are JSON. */
export function isJson({ type, valueInfo }: Pick<StoredVariable, "type" | "valueInfo">): boolean {
  if (type === "Object") return valueInfo.serializationDataFormat === JSON_FORMAT;
  return type === "Json";
}

/**
 * Turns variables into an object of plain values by name, as a test compares it with a literal. What is staged is read, so changes are
 * passed before they are applied.
 *
 * @throws {RangeError} As {@linkcode plainValue}.
 */
export async function plainValues(
  variables: readonly Pick<PutChange, "name" | "type" | "valueInfo" | "content">[],
): Promise<Readonly<Record<string, PlainValue>>> {
  const entries: [string, PlainValue][] = [];
  for (const { name, type, valueInfo, content: stored } of variables) {
    const content = stored === null ? null : await readBytes(stored);
    entries.push([name, plainValue({ name, type, valueInfo, content })]);
  }
  // This takes any name, even `__proto__`.
  return Object.fromEntries(entries);
}

function fileOf(valueInfo: ValueInfo, content: Uint8Array): File {
  const { filename = "", mimeType, encoding } = valueInfo;
  const type = mimeType === undefined && encoding === undefined ? "" : fileContentType(valueInfo);
  // No time of the storage: the same file is the same value in every run.
  // The copy is surely no shared memory, which the types of Deno refuse.
  return new File([new Uint8Array(content)], filename, { type, lastModified: 0 });
}

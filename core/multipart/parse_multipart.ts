import type { ByteSource } from "../bytes/byte_source.ts";
import { FormReader } from "./_form_reader.ts";
import { PartIterator } from "./_part_iterator.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import type { Part } from "./part.ts";

/**
 * Parses a multipart/form-data body (RFC 7578) as it comes: yields its parts in the order of the wire, each before its
 * content has been read. What is well-formed is said at {@linkcode MultipartDecoder}.
 *
 * Nothing is read ahead: a chunk is only asked for when a part or a piece of content is wanted and none is left of the
 * chunk before. Asking for the next part discards what was not read of the one before; from then on its body rejects,
 * so that nobody takes a piece for the whole. Leaving a body's loop early discards the rest, leaving the parts' loop
 * ends the source. The iterator is done when the source has ended without error after the closing delimiter, and not
 * before: only then the form was whole.
 *
 * Every error is kept: the read that meets it, every later one, and every later `next` reject with the same.
 *
 * @param source The bytes, in chunks that nobody changes afterwards. Its own error comes out as it is.
 * @param options The boundary, the headers' charset, and the limits.
 * @throws {MultipartSyntaxError} If the form is malformed, or ends too early; at once if the boundary is none.
 * @throws {LimitExceededError} If it is more than a limit allows.
 * @throws {TypeError} If something has read of the source before.
 * @throws {RangeError} At once, if a limit is no whole number from 0.
 *
 * @example
 * ```ts
 * import { parseBoundary, parseMultipart } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const form = new FormData();
 * form.append("data", new Blob(["bytes"]), "a.bin");
 * form.append("valueType", "File");
 * const request = new Request("http://localhost/", { method: "POST", body: form });
 *
 * const seen: string[] = [];
 * const boundary = parseBoundary(request.headers.get("Content-Type"));
 * assert(request.body);
 * for await (const part of parseMultipart(request.body, { boundary })) {
 *   seen.push(`${part.name} ${part.filename} ${await part.text()}`);
 * }
 * assert.deepEqual(seen, ["data a.bin bytes", "valueType undefined File"]);
 * ```
 */
export function parseMultipart(
  source: ByteSource,
  options: MultipartOptions,
): AsyncIterableIterator<Part, undefined> {
  return new PartIterator(new FormReader(source, options));
}

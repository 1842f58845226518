import type { ByteSource } from "../bytes/byte_source.ts";
import { FormReader } from "./_form_reader.ts";
import { PartIterator } from "./_part_iterator.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import type { Parts } from "./parts.ts";

/**
 * Parses a multipart/form-data body (RFC 7578) while it arrives. It yields the parts in the order of the wire, each before its
 * content was read. {@linkcode MultipartDecoder} says which forms are well-formed.
 *
 * Nothing is read ahead: the parser asks for a chunk only when a part or a piece of content is wanted and the previous chunk is
 * used up. Asking for the next part discards the unread content of the part before. From then on the body of that part rejects, so
 * that nobody takes a piece for the whole. Leaving the loop over a body early discards the rest of that body. Leaving the loop over
 * the parts early ends the source. The iterator is done when the source has ended without error after the closing delimiter, and
 * not before: only then the form was complete.
 *
 * The first error is kept: the read that meets it, each later read, and each later `next` reject with it.
 *
 * @param source The bytes, in chunks that nobody changes afterwards. An error of the source comes out as it is.
 * @param options The boundary, the headers' charset, and the limits.
 * @returns An iterator over the parts.
 * @throws {MultipartSyntaxError} If the form is malformed or incomplete; at once, if the boundary is invalid or the charset
 * unknown.
 * @throws {LimitExceededError} If the form exceeds a limit.
 * @throws {TypeError} If the source was read before; at once, if it is not a source of bytes, or if the boundary is not a string.
 * @throws {RangeError} At once, if a limit is neither a whole number from 0 nor `Infinity`.
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
export function parseMultipart(source: ByteSource, options: MultipartOptions): Parts {
  return new PartIterator(new FormReader(source, options));
}

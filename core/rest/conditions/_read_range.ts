import type { VariableRecord } from "../../storage/storage.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

/** A part of a value's bytes. */
export interface ByteRange {
  /** Offset of its first byte. */
  readonly start: number;
  /** Offset behind its last byte. */
  readonly end: number;
}

/** Exactly one range of bytes: first and last offset, first offset only, or a suffix length (RFC 9110, section 14.1.2). */
const ONE_RANGE = /^bytes=[\t ]*(?:(\d+)-(\d*)|-(\d+))[\t ]*$/i;

/**
 * Reads `Range` and `If-Range` (RFC 9110, sections 13.1.5 and 14.2).
 *
 * @param request The request.
 * @param record The variable.
 * @returns The requested part. `undefined` if the whole value is to be sent: there is no range, there are several, it is malformed,
 *   or `If-Range` names another version.
 * @throws {RestError} 416 if the value has no bytes in the range.
 */
export function readRange(
  request: Pick<RestRequest, "header">,
  { size, version }: VariableRecord,
): ByteRange | undefined {
  const match = ONE_RANGE.exec(request.header("range") ?? "");
  if (match === null) return undefined;
  const ifRange = request.header("if-range");
  // `If-Range` may also hold a date. It never matches: two versions may have been written in one second, and then the client would
  // join parts of both (RFC 9110, section 13.1.5, wants a strong validator).
  if (ifRange !== undefined && ifRange !== `"${version}"`) return undefined;
  const [, first, last, suffix] = match;
  if (suffix !== undefined) return readSuffix(Number(suffix), size);
  const start = Number(first);
  const end = last === "" ? size : Number(last) + 1;
  if (start >= end && last !== "") return undefined;
  if (start >= size) throw notSatisfiable(size);
  return { start, end: Math.min(end, size) };
}

/** Finds the last `length` bytes. An empty value is sent whole, since `Content-Range` cannot name an empty part. */
function readSuffix(length: number, size: number): ByteRange | undefined {
  if (length === 0) throw notSatisfiable(size);
  if (size === 0) return undefined;
  return { start: Math.max(size - length, 0), end: size };
}

function notSatisfiable(size: number): RestError {
  return new RestError(
    416,
    "ClientErrorException",
    `Cannot send that range: the value has ${size} bytes`,
    { "Content-Range": `bytes */${size}` },
  );
}

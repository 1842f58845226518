import type { VariableRecord } from "../../storage/storage.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

/** A part of a value's bytes. */
export interface ByteRange {
  /** Inclusive. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** One range of bytes, both ends as they may be given (RFC 9110, section 14.1.2). Several do not match. */
const ONE_RANGE = /^bytes=[\t ]*(?:(\d+)-(\d*)|-(\d+))[\t ]*$/i;

/**
 * Reads `Range` and `If-Range` (RFC 9110, sections 13.1.5 and 14.2).
 *
 * @param request The request.
 * @param record The variable.
 * @returns The part that is asked for; `undefined` if the whole is to be sent: no range, several, one that is malformed, or one
 *   of another version.
 * @throws {RestError} 416 if there are no such bytes.
 */
export function readRange(
  request: Pick<RestRequest, "header">,
  { size, version }: VariableRecord,
): ByteRange | undefined {
  const match = ONE_RANGE.exec(request.header("range") ?? "");
  if (match === null) return undefined;
  const ifRange = request.header("if-range");
  // A date, which `If-Range` may also hold, never fits: there is no Last-Modified.
  if (ifRange !== undefined && ifRange !== `"${version}"`) return undefined;
  const [, first, last, suffix] = match;
  if (suffix !== undefined) return readSuffix(Number(suffix), size);
  const start = Number(first);
  const end = last === "" ? size : Number(last) + 1;
  if (start >= end && last !== "") return undefined;
  if (start >= size) throw notSatisfiable(size);
  return { start, end: Math.min(end, size) };
}

/** The last `length` bytes. No header can name a part of no bytes, so of an empty value the whole is sent. */
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

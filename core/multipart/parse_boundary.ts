import { shorten } from "../errors/_shorten.ts";
import { checkBoundary, MAX_BOUNDARY_LENGTH } from "./_check_boundary.ts";
import { readParameters } from "./_header_parameters.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";
import { UnsupportedMediaTypeError } from "./unsupported_media_type_error.ts";

/**
 * The fast path: the form of the header that nearly all clients send, with a boundary that needs no quotes. One match both
 * checks and reads it, in 60 ns instead of 180; a form with a value of 1 KiB takes 4 µs in all.
 */
const COMMON = new RegExp(
  `^multipart/form-data; ?boundary=([\\w'()+,./:=?-]{1,${MAX_BOUNDARY_LENGTH}})$`,
);

const FORM_DATA = /^[ \t]*multipart\/form-data[ \t]*(?=;|$)/i;

/** A header whose sender very likely meant a form, and forgot the semicolon. */
const NO_SEMICOLON = /^[ \t]*multipart\/form-data[ \t,:&]*boundary[ \t]*=/i;

/**
 * Finds the boundary in the Content-Type of a form.
 *
 * @param contentType The request's header value; `null` or `undefined` if it has none.
 * @returns The boundary, without the two dashes before it in each delimiter line.
 * @throws {UnsupportedMediaTypeError} If the content type is missing, or is not multipart/form-data.
 * @throws {MultipartSyntaxError} If the boundary is missing or invalid (it must be 1 to 70 printable ASCII characters and not
 * end with a space), or if a parameter is malformed or repeated.
 *
 * @example
 * ```ts
 * import { parseBoundary } from "varpost";
 * import assert from "node:assert/strict";
 *
 * assert.equal(parseBoundary('multipart/form-data; boundary="a b"'), "a b");
 * ```
 */
export function parseBoundary(contentType: string | null | undefined): string {
  const common = COMMON.exec(contentType ?? "")?.[1];
  if (common !== undefined) return common;
  const match = FORM_DATA.exec(contentType ?? "");
  if (match === null) {
    throw new UnsupportedMediaTypeError(`Cannot read the form: ${describeType(contentType)}`);
  }
  const boundary = readBoundary(match.input, match[0].length);
  checkBoundary(boundary);
  return boundary;
}

function describeType(contentType: string | null | undefined): string {
  if (contentType === null || contentType === undefined) {
    return "it has no Content-Type; send 'multipart/form-data' with its boundary";
  }
  const shown = `its Content-Type '${shorten(contentType)}'`;
  return NO_SEMICOLON.test(contentType)
    ? `a semicolon is missing before 'boundary' in ${shown}`
    : `${shown} is not 'multipart/form-data'`;
}

function readBoundary(contentType: string, from: number): string {
  let reason = "a boundary is missing";
  let hint = "; leave this header to the HTTP client, which knows the boundary";
  try {
    const boundary = readParameters(contentType, from).get("boundary");
    if (boundary !== undefined) return boundary;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    reason = error.message;
    hint = "";
  }
  throw new MultipartSyntaxError(
    `Cannot read the form: ${reason} in its Content-Type '${shorten(contentType)}'${hint}`,
    0,
  );
}

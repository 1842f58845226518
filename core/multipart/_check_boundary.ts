import { describeValue } from "../errors/_describe_value.ts";
import { shorten } from "../errors/_shorten.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";

/**
 * Wider than RFC 2046, section 5.1.1, which has no `*` and other signs that real clients put into boundaries; what its
 * length and its last character may be is the RFC's.
 */
const MAX_LENGTH = 70;
/** The length is not its business: counting takes a regular expression twice as long, on the way of every form. */
const BOUNDARY = /^[ -~]*[!-~]$/;

/** Throws a {@linkcode MultipartSyntaxError} for what cannot be a boundary, and a TypeError for what is no text. */
export function checkBoundary(boundary: string): void {
  if (typeof boundary !== "string") {
    throw new TypeError(
      `Cannot read the form: the option 'boundary' is ${describeValue(boundary)}; pass '{ boundary: parseBoundary(contentType) }'`,
    );
  }
  if (boundary.length <= MAX_LENGTH && BOUNDARY.test(boundary)) return;
  throw new MultipartSyntaxError(
    `Cannot read the form: its boundary '${shorten(boundary)}' must be 1 to 70 printable ASCII characters without a blank at the end`,
    0,
  );
}

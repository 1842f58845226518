import { describeValue } from "../errors/_describe_value.ts";
import { shorten } from "../errors/_shorten.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";

/** Length of the longest boundary (RFC 2046, section 5.1.1). */
export const MAX_BOUNDARY_LENGTH = 70;
/** Does not check the length: counting would make the regular expression take twice as long, and every form runs it. */
const BOUNDARY = /^[ -~]*[!-~]$/;

/**
 * Whether a text can be a boundary: 1 to 70 printable ASCII characters that do not end with a space. RFC 2046, section 5.1.1,
 * allows fewer characters, but real clients use others, such as `*`.
 */
export function isBoundary(text: string): boolean {
  return text.length <= MAX_BOUNDARY_LENGTH && BOUNDARY.test(text);
}

/**
 * Checks a boundary that a caller or a form gives.
 *
 * @throws {TypeError} If it is not a string.
 * @throws {MultipartSyntaxError} If it is a string that cannot be a boundary.
 */
export function checkBoundary(boundary: string): void {
  if (typeof boundary !== "string") {
    throw new TypeError(
      `Cannot read the form: the option 'boundary' is ${describeValue(boundary)}; pass '{ boundary: parseBoundary(contentType) }'`,
    );
  }
  if (isBoundary(boundary)) return;
  throw new MultipartSyntaxError(
    `Cannot read the form: its boundary '${shorten(boundary)}' must be 1 to 70 printable ASCII characters without a blank at the end`,
    0,
  );
}

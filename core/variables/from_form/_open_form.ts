import type { ByteSource } from "../../bytes/byte_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import { MultipartSyntaxError } from "../../multipart/multipart_syntax_error.ts";
import { parseBoundary } from "../../multipart/parse_boundary.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { VariableForm } from "../options/variable_options.ts";
import { findBoundary } from "./_first_line_boundary.ts";

/** A form whose content type is valid, and whose body was not read. */
export interface CheckedForm {
  /** The boundary; `undefined` if it must be found in the first line of the body. */
  readonly boundary: string | undefined;
  /** The charset of the parts' headers. */
  readonly headerCharset: string | undefined;
}

/**
 * Checks a form's content type.
 *
 * @param contentType The header's value.
 * @param lenient Whether the boundary may be missing.
 * @throws {UnsupportedMediaTypeError} If it is not multipart/form-data.
 * @throws {MultipartSyntaxError} If it is malformed, or the boundary is missing and must not be.
 */
export function checkContentType(
  contentType: VariableForm["contentType"],
  lenient: boolean,
): CheckedForm {
  // Few clients name a charset, and parsing the header a second time would cost a small form too much.
  const namesCharset = contentType != null && /charset/i.test(contentType);
  const headerCharset = namesCharset
    ? parseMediaType(contentType)?.parameters.get("charset")
    : undefined;
  return { boundary: boundaryOf(contentType, lenient), headerCharset };
}

function boundaryOf(
  contentType: VariableForm["contentType"],
  lenient: boolean,
): string | undefined {
  try {
    return parseBoundary(contentType);
  } catch (error) {
    const isMissing = error instanceof MultipartSyntaxError && lacksBoundary(contentType ?? "");
    if (lenient && isMissing) return undefined;
    throw error;
  }
}

function lacksBoundary(contentType: string): boolean {
  return parseMediaType(contentType)?.parameters.has("boundary") === false;
}

/** A form that is ready to be read. */
export interface OpenForm {
  readonly boundary: string;
  readonly headerCharset: string | undefined;
  readonly body: ByteSource;
}

/**
 * Finds the boundary in the body if the content type does not have it.
 *
 * @returns The form; a promise only if the body must be read.
 * @throws {MultipartSyntaxError} If the body's first line is not a delimiter.
 */
export function openForm(
  { boundary, headerCharset }: CheckedForm,
  form: VariableForm,
): OpenForm | Promise<OpenForm> {
  return boundary === undefined
    ? openByFirstLine(headerCharset, form)
    : { boundary, headerCharset, body: form.body };
}

async function openByFirstLine(
  headerCharset: string | undefined,
  { contentType, body }: VariableForm,
): Promise<OpenForm> {
  const found = await findBoundary(body);
  if (found.boundary !== undefined) {
    return { boundary: found.boundary, headerCharset, body: found.body };
  }
  await endBody(found.body);
  throw new MultipartSyntaxError(
    `Cannot read the form: a boundary is missing in its Content-Type '${shorten(contentType ?? "")}', and its first line is no delimiter`,
    0,
  );
}

async function endBody(body: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await body[Symbol.asyncIterator]().return?.();
  } catch {
    // The caller reports the error for which it ends the body, not this one.
  }
}

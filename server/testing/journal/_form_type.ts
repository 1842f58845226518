import { MultipartDecoder } from "../../../core/multipart/multipart_decoder.ts";
import type { MultipartHandler } from "../../../core/multipart/multipart_handler.ts";
import { parseBoundary } from "../../../core/multipart/parse_boundary.ts";
import { parseMediaType } from "../../../core/multipart/parse_media_type.ts";

const MULTIPART = /^\s*multipart\//i;

/** Whether a content type says that a body is a form. */
export function isForm(contentType: string | undefined): contentType is string {
  return contentType !== undefined && MULTIPART.test(contentType);
}

/** Makes the decoder of a form; `undefined` if its content type is broken, so that it cannot be read. */
export function formDecoder(
  contentType: string,
  handler: MultipartHandler,
): MultipartDecoder | undefined {
  try {
    return new MultipartDecoder(handler, {
      boundary: parseBoundary(contentType),
      headerCharset: parseMediaType(contentType)?.parameters.get("charset"),
      maxPartBytes: Infinity,
      maxTotalBytes: Infinity,
    });
  } catch {
    return undefined;
  }
}

import type { ByteSource } from "../../bytes/byte_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

/**
 * Gives the body of a request, which must be JSON.
 *
 * @throws {RestError} 415 if it has another media type, even one that is based on JSON, such as application/hal+json.
 */
export function jsonBody(request: RestRequest): ByteSource {
  const contentType = request.header("content-type");
  if (contentType === undefined || parseMediaType(contentType)?.type !== "application/json") {
    throw new RestError(
      415,
      "NotSupportedException",
      `Cannot read a body of content type '${shorten(contentType ?? "")}': send application/json`,
    );
  }
  return request.body;
}

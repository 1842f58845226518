import { shorten } from "../../core/errors/_shorten.ts";
import { parseMediaType } from "../../core/mod.ts";
import { RestError } from "../../core/rest/errors/rest_error.ts";
import type { RequestBody } from "../node/_request_body.ts";
import type { Context } from "./_context.ts";

/**
 * The body of a request that has to be JSON.
 *
 * @throws {RestError} 415 if it is of another media type, also of a more specific one such as application/hal+json.
 */
export function jsonBody({ request, body }: Context): RequestBody {
  const contentType = request.headers["content-type"];
  if (contentType === undefined || parseMediaType(contentType)?.type !== "application/json") {
    throw new RestError(
      415,
      "NotSupportedException",
      `Cannot read a body of content type '${shorten(contentType ?? "")}': send application/json`,
    );
  }
  return body;
}

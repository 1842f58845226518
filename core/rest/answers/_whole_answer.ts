import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";

/**
 * An answer whose bytes are all here. One to HEAD says their length alone.
 *
 * @param request The request.
 * @param status The status.
 * @param headers The headers. If they have a `Content-Length`, it must be that of the body.
 * @param body The bytes.
 */
export function wholeAnswer(
  { method }: RestRequest,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): RestResponse {
  return {
    status,
    headers: { ...headers, "Content-Length": String(body.length) },
    body: method === "HEAD" ? undefined : body,
  };
}

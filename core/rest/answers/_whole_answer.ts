import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";

/**
 * Makes an answer whose bytes are all here. The answer to HEAD has only their length.
 *
 * @param request The request.
 * @param status The status.
 * @param headers The headers. `Content-Length` is added.
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

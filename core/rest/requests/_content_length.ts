import type { RestRequest } from "../rest_request.ts";

/** Reads the `Content-Length` of a request. Bytes; `undefined` if it is missing or not a number. */
export function contentLengthOf(request: Pick<RestRequest, "header">): number | undefined {
  const length = request.header("content-length");
  const bytes = Number(length);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

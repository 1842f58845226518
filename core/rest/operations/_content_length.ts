import type { RestRequest } from "../rest_request.ts";

/** The length of a request's body as the request says it. Bytes; `undefined` if it does not. */
export function contentLengthOf(request: Pick<RestRequest, "header">): number | undefined {
  const length = request.header("content-length");
  const bytes = Number(length);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

import type { RestRequest } from "../rest_request.ts";

const DIGITS = /^\d+$/;

/** The length of a request's body as the request says it. Bytes; `undefined` if it does not. */
export function contentLengthOf(request: Pick<RestRequest, "header">): number | undefined {
  const length = request.header("content-length");
  return length !== undefined && DIGITS.test(length) ? Number(length) : undefined;
}

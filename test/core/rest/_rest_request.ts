import type { RestRequest } from "../../../core/rest/rest_request.ts";

/** The parts of a request that a test sets. */
export interface WantedRequest extends Partial<Omit<RestRequest, "header">> {
  /** Header fields, with names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Makes a request as a binding does. Default: a GET of `/`, without headers and without a body. */
export function restRequest({ headers = {}, ...wanted }: WantedRequest = {}): RestRequest {
  return {
    method: "GET",
    target: "/",
    header: (name) => headers[name],
    body: null,
    signal: new AbortController().signal,
    ...wanted,
  };
}

import type { RestRequest } from "../../../core/rest/rest_request.ts";

/** What a test says of a request. */
export interface WantedRequest extends Partial<Omit<RestRequest, "header">> {
  /** Header fields, their names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A request as a binding would hand it in: by default a GET of `/`, without headers and without a body. */
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

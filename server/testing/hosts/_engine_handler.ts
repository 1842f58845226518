import type { RestRequest } from "../../../core/rest/rest_request.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";

/** A request of a host: what the engine needs to know beyond the request itself. */
export interface HostedRequest {
  readonly request: RestRequest;
  /** All header fields, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Resets the client's connection. */
  reset(): void;
}

/** Answers requests of a host. Rejects with a `ClientAbortError` if nobody waits for an answer. */
export type EngineHandler = (hosted: HostedRequest) => Promise<RestResponse>;

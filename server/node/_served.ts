import type { Task } from "../../core/rest/_task.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import type { Exchange } from "./_exchange.ts";

/** What answers the requests of a server: a REST resource, or what stands before one. */
export interface Served {
  /** Accepts or refuses a request without its body, as `RestResource.accept` does. */
  accept(exchange: Exchange): Task | RestResponse;
  /** Makes the answer to an error before a request is accepted. */
  refuse(exchange: Exchange, error: unknown): RestResponse;
}

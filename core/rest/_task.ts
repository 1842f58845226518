import type { Context, Operation, Service } from "./_context.ts";
import { refusal } from "./answers/_refusal.ts";
import { withCors } from "./cross_site/_cors_headers.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";

/** A request that has been accepted, and what is to be done for it. */
export class Task implements Context {
  readonly service: Service;
  readonly request: RestRequest;
  readonly parameters: readonly string[];
  /** What is to be done. */
  readonly operation: Operation;
  /** What every answer says to pages of other origins. */
  readonly cors: RestResponse["headers"] | undefined;

  /**
   * @param service What is served.
   * @param request The request.
   * @param parameters The parameters in its path.
   * @param operation What is to be done.
   * @param cors What every answer says to pages of other origins.
   */
  constructor(
    service: Service,
    request: RestRequest,
    parameters: readonly string[],
    operation: Operation,
    cors: RestResponse["headers"] | undefined,
  ) {
    this.service = service;
    this.request = request;
    this.parameters = parameters;
    this.operation = operation;
    this.cors = cors;
  }

  /** Does it. Rejects with what goes wrong, which is to be refused; if the client has gone, with a {@linkcode ClientAbortError}. */
  run(): Promise<RestResponse> {
    const answer = this.operation(this);
    return this.cors === undefined ? answer : this.#share(answer);
  }

  /** Gives the answer to what went wrong. */
  refuse(error: unknown): RestResponse {
    return withCors(refusal(this.service, this.request, error), this.cors);
  }

  async #share(answer: Promise<RestResponse>): Promise<RestResponse> {
    return withCors(await answer, this.cors);
  }
}

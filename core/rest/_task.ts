import type { Context, Operation, Service } from "./_context.ts";
import { refusal } from "./answers/_refusal.ts";
import { withCors } from "./cross_site/_cors_headers.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";

/** An accepted request and its operation, ready to run. */
export class Task implements Context {
  readonly service: Service;
  readonly request: RestRequest;
  readonly parameters: readonly string[];
  /** The operation of its route and method. */
  readonly operation: Operation;
  /** The CORS headers of the answer; `undefined` if no origins are allowed. */
  readonly cors: RestResponse["headers"] | undefined;
  /** The user that `authorize` has named, for logs; `undefined` before it was asked. */
  user: string | undefined;

  /**
   * @param service The service.
   * @param request The request.
   * @param parameters The parameters in its path.
   * @param operation The operation of its route and method.
   * @param cors The CORS headers of the answer; `undefined` if no origins are allowed.
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
    this.user = undefined;
  }

  /**
   * Runs the operation. Rejects with its error: pass it to {@linkcode refuse}, unless it is a {@linkcode ClientAbortError}, after
   * which nobody waits for an answer.
   */
  run(): Promise<RestResponse> {
    const answer = this.operation(this);
    return this.cors === undefined ? answer : this.#addCors(answer);
  }

  /** Makes the answer to an error, and logs the error. */
  refuse(error: unknown): RestResponse {
    return withCors(refusal(this.service, this.request, error), this.cors);
  }

  async #addCors(answer: Promise<RestResponse>): Promise<RestResponse> {
    return withCors(await answer, this.cors);
  }
}

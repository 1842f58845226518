import type { EndedRequest } from "./ended_request.ts";

/**
 * Is told of the requests of a server. If a method throws or rejects, the log has the error, once a minute, and the request is served
 * all the same. Nobody waits for a method. An observer costs some microseconds for each request; without one, the server does nothing
 * for it.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { type EndedRequest, startServer } from "varpost/server";
 * import assert from "node:assert/strict";
 *
 * await using storage = new MemoryStorage();
 * const variables = new ProcessVariables({ storage });
 * const ended = new Promise<EndedRequest>((resolve) => observe(resolve));
 *
 * async function observe(ended: (request: EndedRequest) => void) {
 *   await using server = await startServer({ variables, port: 0, observers: [{ ended }] });
 *   await fetch(`${server.url}/process-instance/order-7/variables/none`);
 * }
 *
 * const { operation, status, refusal } = await ended;
 * assert.equal(operation, "getProcessInstanceVariable");
 * assert.equal(status, 404);
 * assert.equal(refusal, "InvalidRequestException");
 * ```
 */
export interface RequestObserver {
  /** A client has connected. Called only by `startServer`. */
  connected?(): void;
  /** A client's connection has closed. Called only by `startServer`. */
  disconnected?(): void;
  /**
   * A request has come.
   *
   * @param isUpload Whether it announces a body.
   */
  begun?(isUpload: boolean): void;
  /** A request has ended. Requests that could not be read, and connections beyond the limit, have not begun before. */
  ended(request: EndedRequest): void;
}

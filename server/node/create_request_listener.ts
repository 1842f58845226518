import type { IncomingMessage, ServerResponse } from "node:http";
import { checkOptions } from "../../core/rest/_check_options.ts";
import { RestResource } from "../../core/rest/_rest_resource.ts";
import { unfailingLog } from "../../core/rest/log/_unfailing_log.ts";
import { bodyPatience } from "./_body_patience.ts";
import { LISTENER_OPTIONS } from "./_known_options.ts";
import { RequestHandler } from "./_request_handler.ts";
import { createLog } from "./create_log.ts";
import type { ListenerOptions } from "./listener_options.ts";
import { observed } from "./observing/_observed_resource.ts";
import { observingOf } from "./observing/_observing.ts";

/** A request listener for a `node:http` server, and a way to drain it. */
export interface VariablesListener {
  /** Answers a request. */
  (request: IncomingMessage, response: ServerResponse): void;

  /**
   * Lets running requests finish, and closes each connection with its next answer (`Connection: close`). It waits also for operations
   * whose clients have gone away. First close the server, so that no new requests come; then drain; then close the storage.
   */
  drain(): Promise<void>;
  /** Drains the listener, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes the listener that serves process variables on a `node:http` server.
 *
 * Register it for `request`, `checkContinue` and `checkExpectation`. Then a client that asks before it sends its body
 * (`Expect: 100-continue`) can be refused before it sends it, and a client that expects anything else gets a 417 in JSON.
 *
 * Mount it in front of middleware that reads bodies, such as `express.json()`. If a body was read before, the answer is 500.
 *
 * Set `requestTimeout: 0` on your server. Otherwise Node cuts off each upload that takes longer than 300 s, even if its bytes still
 * come. The listener itself ends uploads that stand still. Set `headersTimeout`, too, since `requestTimeout: 0` switches off its
 * default.
 *
 * @param options The service and its clients.
 * @returns The listener. It answers every request, also requests without a route.
 * @throws {RangeError} If a time or a rate is out of range.
 * @throws {TypeError} If an option is unknown or of a wrong type, or an allowed host is neither a name nor an address.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { createRequestListener } from "varpost/server";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const storage = new MemoryStorage();
 * const variables = new ProcessVariables({ storage });
 * const listener = createRequestListener({ variables });
 * const server = createServer({ requestTimeout: 0, headersTimeout: 30_000 }, listener);
 * server.on("checkContinue", listener).on("checkExpectation", listener);
 * await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
 * const address = server.address();
 * assert(typeof address === "object" && address !== null);
 * const url = `http://127.0.0.1:${address.port}/process-instance/1/variables/invoice/data`;
 *
 * const form = new FormData();
 * form.append("data", new Blob(["%PDF"]), "invoice.pdf");
 * const posted = await fetch(url, { method: "POST", body: form });
 * assert.equal(posted.status, 204);
 * const read = await fetch(url);
 * assert.equal(await read.text(), "%PDF");
 *
 * server.close();
 * await listener.drain();
 * await storage.close();
 * ```
 */
export function createRequestListener(options: ListenerOptions): VariablesListener {
  checkOptions("createRequestListener", options, LISTENER_OPTIONS);
  const log = unfailingLog(options.log ?? createLog(), createLog("debug"));
  const observing = observingOf(options.observers, log);
  const served = observed(new RestResource(options, log), observing);
  const handler = new RequestHandler(served, bodyPatience(options));
  const drain = () => handler.drain();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handler.handle(request, response);
  };
  return Object.assign(listener, { drain, [Symbol.asyncDispose]: drain });
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { checkOptions } from "../../core/rest/_check_options.ts";
import { unfailingLog } from "../../core/rest/log/_unfailing_log.ts";
import { LISTENER_OPTIONS } from "./_known_options.ts";
import { RequestHandler } from "./_request_handler.ts";
import { createLog } from "./create_log.ts";
import type { ListenerOptions } from "./listener_options.ts";

/** Serves process variables on a `node:http` server. */
export interface VariablesListener {
  (request: IncomingMessage, response: ServerResponse): void;

  /**
   * Ends every connection with its next answer (`Connection: close`), and waits until no request is served any more, also none whose
   * client has gone. Close the server before, so that no new requests come, and the storage after it.
   */
  drain(): Promise<void>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes the listener that serves process variables on a `node:http` server.
 *
 * Register it for `checkContinue` and `checkExpectation` as well as for `request`: then a client that asks before it sends its
 * body (`Expect: 100-continue`) is refused before, and one that expects anything else gets its 417 in JSON.
 *
 * Mount it in front of what reads bodies, such as `express.json()`: a body that was read before is a fault of the server, 500.
 *
 * Set `requestTimeout: 0` on your server, or by Node's default of 300 s it cuts off every upload that takes longer, however well it
 * goes on; an upload that stands still the listener gives up itself. And set `headersTimeout`, which is otherwise off with it.
 *
 * @param options What to serve, and to whom.
 * @returns The listener. It answers every request, also those it has no route for.
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
  const handler = new RequestHandler(options, log);
  const drain = () => handler.drain();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handler.handle(request, response);
  };
  return Object.assign(listener, { drain, [Symbol.asyncDispose]: drain });
}

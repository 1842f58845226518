import { checkOptions, REST_OPTIONS } from "./_check_options.ts";
import { RestResource } from "./_rest_resource.ts";
import { consoleLog } from "./log/_console_log.ts";
import { unfailingLog } from "./log/_unfailing_log.ts";
import type { RestOptions } from "./rest_options.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";

/**
 * Answers a request. A refused request gets an answer, too.
 *
 * @throws {ClientAbortError} If the client has gone away, so that nobody waits for an answer.
 */
export type RestHandler = (request: RestRequest) => Promise<RestResponse>;

/**
 * Makes the REST resource of process variables, for a server or a framework that uses neither `node:http` (`varpost/server`) nor the
 * web's `Request` and `Response` (`varpost/fetch`).
 *
 * @param options The service and its clients.
 * @throws {TypeError} If an option is unknown or of a wrong type, or an allowed host is neither a name nor an address.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { createRestHandler, type RestRequest } from "varpost/rest";
 * import assert from "node:assert/strict";
 *
 * await using storage = new MemoryStorage();
 * const handle = createRestHandler({ variables: new ProcessVariables({ storage }) });
 *
 * const headers = new Map([["content-type", "application/json"]]);
 * const request: RestRequest = {
 *   method: "PUT",
 *   target: "/process-instance/1/variables/amount",
 *   header: (name) => headers.get(name),
 *   body: new TextEncoder().encode('{"value":42}'),
 *   signal: new AbortController().signal,
 * };
 * assert.equal((await handle(request)).status, 204);
 *
 * const { headers: sent, body } = await handle({ ...request, method: "GET", body: null });
 * assert.equal(sent["Content-Type"], "application/json");
 * assert(body instanceof Uint8Array);
 * assert.equal(new TextDecoder().decode(body), '{"type":"Integer","value":42,"valueInfo":{}}');
 * ```
 */
export function createRestHandler(options: RestOptions): RestHandler {
  checkOptions("createRestHandler", options, REST_OPTIONS);
  const resource = new RestResource(options, unfailingLog(options.log ?? consoleLog, consoleLog));
  return (request) => resource.handle(request);
}

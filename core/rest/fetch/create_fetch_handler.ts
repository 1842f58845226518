import { checkOptions, REST_OPTIONS } from "../_check_options.ts";
import { RestResource } from "../_rest_resource.ts";
import { ClientAbortError } from "../errors/client_abort_error.ts";
import { RestError } from "../errors/rest_error.ts";
import { consoleLog } from "../log/_console_log.ts";
import { unfailingLog } from "../log/_unfailing_log.ts";
import { pathBelow, readBasePath } from "./_base_path.ts";
import { checkRequest } from "./_check_request.ts";
import { Client } from "./_client.ts";
import { FetchRequest } from "./_fetch_request.ts";
import { toResponse } from "./_to_response.ts";
import type { FetchHandlerOptions } from "./fetch_handler_options.ts";

/** Answers a request. A refused request gets an answer, too. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** The status that nginx uses for a request whose client has gone away. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * Makes the handler that serves process variables wherever a `Request` is answered by a `Response`: on Deno, Bun and workers, in
 * service workers, and in frameworks such as hono, h3 and Next. It needs the web platform only.
 *
 * Its answers are those of varpost's own server, byte for byte, except where the host decides:
 *
 * - The host frames bodies and keeps connections. So the answer has no `Connection`, and maybe no `Content-Length`. The host gives up
 *   clients that are too slow, and drains bodies that nobody reads.
 * - `Request` normalises the path: it resolves `.` and `..`, also if they are written as `%2e`, and takes `\` for a slash. So
 *   variables and instances with such names cannot be reached.
 * - Every host name is served, unless `allowedHosts` is given.
 *
 * Bodies are streamed both ways, with back-pressure. When the request's signal is aborted or the body of the answer is cancelled, a
 * write is undone, and the version that a read holds is released. The host must do one of three things with an answer: read it to its
 * end, cancel it, or abort the signal. An answer that is dropped holds its version until it is garbage-collected.
 *
 * @param options The service, its path, and its clients.
 * @returns The handler. It answers every request; if the client has gone away, with a 499, which nobody gets. It rejects with a
 *   `TypeError` if it is not given a `Request`.
 * @throws {TypeError} If an option is unknown or of a wrong type, an allowed host is neither a name nor an address, or the base path
 *   does not begin with a slash.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { createFetchHandler } from "varpost/fetch";
 * import assert from "node:assert/strict";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const handler = createFetchHandler({ variables, basePath: "/api/camunda" });
 *
 * const url = "http://localhost/api/camunda/process-instance/1/variables/invoice/data";
 * const form = new FormData();
 * form.append("data", new Blob(["%PDF"]), "invoice.pdf");
 * const posted = await handler(new Request(url, { method: "POST", body: form }));
 * assert.equal(posted.status, 204);
 *
 * const read = await handler(new Request(url));
 * assert.equal(await read.text(), "%PDF");
 * ```
 */
export function createFetchHandler(options: FetchHandlerOptions): FetchHandler {
  checkOptions("createFetchHandler", options, { ...REST_OPTIONS, basePath: true });
  const basePath = readBasePath(options.basePath ?? "");
  const log = unfailingLog(options.log ?? consoleLog, consoleLog);
  const resource = new RestResource(options, log);

  return async (request) => {
    checkRequest(request);
    const client = new Client(request.signal);
    try {
      return await answer(request, client);
    } catch (error) {
      if (!(error instanceof ClientAbortError)) throw error;
      return new Response(null, { status: CLIENT_CLOSED_REQUEST });
    }
  };

  async function answer(request: Request, client: Client): Promise<Response> {
    client.signal.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    const path = pathBelow(pathname, basePath);
    const asked = new FetchRequest(request, (path ?? pathname) + search, client);
    const foreign = path === undefined ? outside(basePath) : undefined;
    const answered = await resource.handle(asked, foreign);
    try {
      return toResponse(answered, client);
    } catch (error) {
      // A refusal of the program, as by `authorize`, has a header or a status that cannot be sent. That is a fault.
      return toResponse(resource.refuse(asked, error), client);
    }
  }
}

function outside(basePath: string): RestError {
  return new RestError(
    404,
    "NotFoundException",
    `Cannot find a resource of this path: it is not below '${basePath}' (basePath)`,
  );
}

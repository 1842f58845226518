import type { IncomingMessage, RequestListener } from "node:http";
import type { ProcessVariables } from "../core/mod.ts";
import { answerError } from "./_answer_error.ts";
import type { Operation, Service } from "./_context.ts";
import { checkHost, checkOrigin, shareAnswer, sharePreflight } from "./_cross_site.ts";
import { HttpError } from "./_http_error.ts";
import { type CompiledRoute, type RouteMatch, RouteTable } from "./_route_table.ts";
import { ROUTES } from "./_routes.ts";
import { send } from "./_send.ts";
import { splitTarget } from "./_split_target.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";
import { createLog, type Log } from "./log.ts";
import type { ResolveScope } from "./scope.ts";

/** What a request listener works with. */
export interface ListenerOptions extends CrossSiteRules {
  /** The variables to serve. */
  readonly variables: ProcessVariables;
  /** Maps the ids of executions and tasks to those of process instances. Default: an id is its own process instance. */
  readonly resolveScope?: ResolveScope;
  /** Where faults, which a client is only told an id of, are written. Default: lines on stderr from level `"info"` on. */
  readonly log?: Log;
  /** How long to wait for a client's next bytes, or for it to take ours. Milliseconds, default 60,000. */
  readonly idleMs?: number;
}

const IDLE_MS = 60_000;

/**
 * Makes the listener that serves process variables on a `node:http` server.
 *
 * Register it for `checkContinue` and `checkExpectation` as well as for `request`: then a client that asks before it sends its
 * body (`Expect: 100-continue`) is refused before, and one that expects anything else gets its 417 in JSON.
 *
 * @param options What to serve, and to whom.
 * @returns The listener. It answers every request, also those it has no route for.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { createRequestListener } from "varpost/server";
 * import assert from "node:assert/strict";
 * import { createServer } from "node:http";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const listener = createRequestListener({ variables });
 * const server = createServer(listener);
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
 * server.close();
 * ```
 */
export function createRequestListener(options: ListenerOptions): RequestListener {
  const { variables, resolveScope, log = createLog(), idleMs = IDLE_MS } = options;
  const service: Service = { variables, resolveScope, log, idleMs };
  const table = new RouteTable(ROUTES);
  return (request, response) => {
    try {
      checkHost(request, options);
      shareAnswer(request.headers, response, options);
      const { route, parameters } = findRoute(table, request);
      if (request.method === "OPTIONS") {
        sharePreflight(request.headers, response, options, route.allow);
        send(request, response, 204, { Allow: route.allow });
        return;
      }
      const operation = checkRequest(request, route, options);
      operation({ service, request, response, parameters }).catch((error: unknown) => {
        answerError(log, request, response, error);
      });
    } catch (error) {
      answerError(log, request, response, error);
    }
  };
}

function findRoute(table: RouteTable, { url = "/" }: IncomingMessage): RouteMatch {
  const match = table.match(splitTarget(url));
  if (match === undefined) {
    throw new HttpError(404, "NotFoundException", "Cannot find a resource of this path");
  }
  return match;
}

/** Checks all that needs no body, and gives what is to be done. */
function checkRequest(
  { method = "", headers }: IncomingMessage,
  { operations, allow }: CompiledRoute,
  rules: CrossSiteRules,
): Operation {
  const operation = operations.get(method);
  if (operation === undefined) {
    throw new HttpError(
      405,
      "NotAllowedException",
      `Cannot ${method} this resource: it allows ${allow}`,
      { Allow: allow },
    );
  }
  if (method !== "GET" && method !== "HEAD") checkOrigin(headers, rules);
  const { expect, "content-encoding": encoding } = headers;
  if (expect !== undefined && expect.toLowerCase() !== "100-continue") {
    throw new HttpError(417, "ClientErrorException", `Cannot meet the expectation '${expect}'`);
  }
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw new HttpError(
      415,
      "NotSupportedException",
      `Cannot read a body of Content-Encoding '${encoding}': send it as it is`,
    );
  }
  return operation;
}

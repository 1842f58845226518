import type { IncomingMessage, ServerResponse } from "node:http";
import { shorten } from "../../core/errors/_shorten.ts";
import type { CrossSiteRules } from "../../core/rest/cross_site/cross_site_rules.ts";
import { RestError } from "../../core/rest/errors/rest_error.ts";
import { answerError } from "../rest/_answer_error.ts";
import type { Context, Operation, Service } from "../rest/_context.ts";
import { checkHost, checkOrigin, shareAnswer, sharePreflight } from "../rest/_cross_site.ts";
import { type CompiledRoute, type RouteMatch, RouteTable } from "../rest/_route_table.ts";
import { ROUTES } from "../rest/_routes.ts";
import { splitTarget } from "../rest/_split_target.ts";
import { bodyPatience } from "./_body_patience.ts";
import { connectionOf } from "./_connection.ts";
import { RefusalLog } from "./_refusal_log.ts";
import { RequestBody } from "./_request_body.ts";
import { send } from "./_send.ts";
import { unfailingLog } from "./_unfailing_log.ts";
import { createLog } from "./create_log.ts";
import type { ListenerOptions } from "./listener_options.ts";

/** The targets that stand for no one resource: `*` and the roots. */
const WHOLE_SERVER =
  /^(?:\*|(?:https?:\/\/[^/?]*)?(?:\/(?:engine-rest(?:\/engine\/[^/?]+)?\/?)?)?(?:\?.*)?)$/i;

/** Answers requests, and knows when it has done with all of them, also with those whose clients have gone. */
export class RequestHandler {
  readonly #service: Service;
  readonly #rules: CrossSiteRules;
  readonly #table = new RouteTable(ROUTES);
  /** The requests whose operations run. */
  readonly #running = new Set<Context>();
  readonly #waiters: (() => void)[] = [];
  #closing = false;

  constructor(options: ListenerOptions) {
    const { variables, resolveScope } = options;
    const log = unfailingLog(options.log ?? createLog());
    const refusals = new RefusalLog(log);
    this.#service = { variables, resolveScope, log, refusals, patience: bodyPatience(options) };
    this.#rules = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const rules = this.#rules;
    const service = this.#service;
    const connection = connectionOf(request.socket, service.patience.idleMs);
    connection.latest = response;
    const body = new RequestBody(request, response, connection.clock, service.patience);
    const exchange = { service, request, body, response, connection };
    if (this.#closing) response.setHeader("Connection", "close");
    try {
      checkHost(request, rules);
      shareAnswer(request.headers, response, rules);
      if (request.method === "OPTIONS") {
        const allow = findAllow(this.#table, request);
        sharePreflight(request.headers, response, rules, allow);
        this.#take(sayAllowed(allow), { ...exchange, parameters: [] });
        return;
      }
      const { route, parameters } = findRoute(this.#table, request);
      const operation = checkRequest(request, route, rules);
      this.#take(operation, { service, request, body, response, connection, parameters });
    } catch (error) {
      // Its body can be read past only when nothing before it waits.
      if (!connection.turns.isHeld) answerError(exchange, error);
      else this.#take(() => Promise.reject(error), { ...exchange, parameters: [] });
    }
  }

  /**
   * Has every connection end with its next answer. One that never rests would be kept alive until it is cut off, and no client
   * would know what became of its last request.
   */
  close(): void {
    this.#closing = true;
    for (const context of this.#running) endConnection(context);
  }

  /** Waits until no operation runs. A client that has gone ends its operation only in time: what it began is to be undone. */
  settled(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #settle(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.length = 0;
  }

  /** Runs the operation now, or when those before it on its connection have done what it may depend on. */
  #take(operation: Operation, context: Context): void {
    const { turns } = context.connection;
    const { method } = context.request;
    const isRead = method === "GET" || method === "HEAD" || method === "OPTIONS";
    if (turns.enter(isRead)) void this.#run(operation, context);
    else turns.wait(isRead, () => void this.#run(operation, context));
  }

  async #run(operation: Operation, context: Context): Promise<void> {
    this.#running.add(context);
    if (this.#closing) endConnection(context);
    try {
      // Node tells of a request before it hands on what of its body came with the head. A microtask later that is here.
      if (!context.body.isOver) await undefined;
      await operation(context);
    } catch (error) {
      answerError(context, error);
    } finally {
      this.#running.delete(context);
      context.connection.turns.leave();
      if (this.#running.size === 0) this.#settle();
    }
  }
}

/** Has the connection end with this answer. No client gets a later one, so that nothing is done for it (RFC 9112, section 9.6). */
function endConnection({ response, connection }: Context): void {
  if (response.headersSent) return;
  response.setHeader("Connection", "close");
  connection.turns.end();
}

function sayAllowed(allow: string): Operation {
  return async (context) => send(context, 204, { Allow: allow });
}

/** The methods of a resource, or of the server as a whole (RFC 9110, section 9.3.7; in absolute form without a path). */
function findAllow(table: RouteTable, request: IncomingMessage): string {
  const { url = "/" } = request;
  return WHOLE_SERVER.test(url) ? table.allow : findRoute(table, request).route.allow;
}

function findRoute(table: RouteTable, { url = "/" }: IncomingMessage): RouteMatch {
  const match = table.match(splitTarget(url));
  if (match === undefined) {
    throw new RestError(404, "NotFoundException", "Cannot find a resource of this path");
  }
  return match;
}

/** Checks all that needs no body, and gives what is to be done. */
function checkRequest(
  { method = "", headers }: IncomingMessage,
  { operations, guarded, allow }: CompiledRoute,
  rules: CrossSiteRules,
): Operation {
  const operation = operations.get(method);
  if (operation === undefined) {
    throw new RestError(
      405,
      "NotAllowedException",
      `Cannot ${method} this resource: it allows ${allow}`,
      { Allow: allow },
    );
  }
  if (guarded.has(method)) checkOrigin(headers, rules);
  const { expect, "content-encoding": encoding, "transfer-encoding": transfer } = headers;
  if (expect !== undefined && expect.toLowerCase() !== "100-continue") {
    throw new RestError(
      417,
      "ClientErrorException",
      `Cannot meet the expectation '${shorten(expect)}'`,
    );
  }
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw new RestError(
      415,
      "NotSupportedException",
      `Cannot read a body of Content-Encoding '${shorten(encoding)}': send it as it is`,
    );
  }
  // Node takes off the last coding alone (RFC 9112, section 6.1). Where that is another one, nobody knows where the body ends.
  if (transfer !== undefined && transfer.toLowerCase() !== "chunked") {
    const hasEnd = /(?:^|,)[ \t]*chunked[ \t]*$/i.test(transfer);
    throw new RestError(
      501,
      "ServerErrorException",
      `Cannot read a body of Transfer-Encoding '${shorten(transfer)}': send it in chunks, or as it is`,
      hasEnd ? {} : { Connection: "close" },
    );
  }
  return operation;
}

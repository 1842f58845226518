import type { Context, Operation, Service } from "./_context.ts";
import { wholeAnswer } from "./answers/_whole_answer.ts";
import { checkHost } from "./cross_site/_check_host.ts";
import { corsHeaders, preflightHeaders } from "./cross_site/_cors_headers.ts";
import type { CrossSiteRules } from "./cross_site/cross_site_rules.ts";
import { errorBody } from "./errors/_error_body.ts";
import { ErrorReporter } from "./errors/_error_reporter.ts";
import { ClientAbortError } from "./errors/client_abort_error.ts";
import { RestError } from "./errors/rest_error.ts";
import type { Log } from "./log/log.ts";
import type { RestOptions } from "./rest_options.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";
import { checkRequest } from "./routes/_check_request.ts";
import { type RouteMatch, RouteTable } from "./routes/_route_table.ts";
import { ROUTES } from "./routes/_routes.ts";
import { splitTarget } from "./routes/_split_target.ts";

/** The targets that stand for no one resource: `*` and the roots. */
const WHOLE_SERVER =
  /^(?:\*|(?:https?:\/\/[^/?]*)?(?:\/(?:engine-rest(?:\/engine\/[^/?]+)?\/?)?)?(?:\?.*)?)$/i;

type Headers = RestResponse["headers"];

/** What is to be done for a request that has been accepted. */
export class Task {
  readonly operation: Operation;
  readonly context: Context;
  /** What is to be said to pages of other origins, first of all headers. */
  readonly shared: Headers | undefined;

  constructor(operation: Operation, context: Context, shared: Headers | undefined) {
    this.operation = operation;
    this.context = context;
    this.shared = shared;
  }
}

/** The resource, without a way into it. */
export class RestResource {
  readonly #service: Service;
  readonly #rules: CrossSiteRules;
  readonly #table = new RouteTable(ROUTES);

  /**
   * @param options What to serve, and to whom. They have been checked.
   * @param log Must not fail.
   */
  constructor(options: RestOptions, log: Log) {
    const { variables, resolveScope } = options;
    this.#service = { variables, resolveScope, log, errors: new ErrorReporter(log) };
    this.#rules = options;
  }

  /** Answers a request, also one that it refuses, as a {@linkcode RestHandler} does. */
  handle(request: RestRequest): Promise<RestResponse> {
    const accepted = this.accept(request);
    return accepted instanceof Task ? this.run(accepted) : Promise.resolve(accepted);
  }

  /**
   * Checks all that can be checked without the body.
   *
   * @param request The request.
   * @returns What is to be done for it; the answer, if it is refused, or asks no more than what is allowed.
   */
  accept(request: RestRequest): Task | RestResponse {
    let shared: Headers | undefined;
    try {
      checkHost(request, this.#rules);
      shared = corsHeaders(request, this.#rules);
      if (request.method === "OPTIONS") return withShared(this.#allow(request), shared);
      const { route, parameters } = this.#match(request);
      const operation = checkRequest(request, route, this.#rules);
      return new Task(operation, { service: this.#service, request, parameters }, shared);
    } catch (error) {
      return withShared(this.refuse(request, error), shared);
    }
  }

  /**
   * Does what is to be done for a request.
   *
   * @param task What is to be done.
   * @returns The answer, also to what fails.
   * @throws {ClientAbortError} If the client has gone, so that nobody is left to be answered.
   */
  async run({ operation, context, shared }: Task): Promise<RestResponse> {
    let response: RestResponse;
    try {
      response = await operation(context);
    } catch (error) {
      if (error instanceof ClientAbortError) throw error;
      response = this.refuse(context.request, error);
    }
    return withShared(response, shared);
  }

  /**
   * Gives the answer that the error table has for what went wrong, and writes to the log why.
   *
   * @param request The request.
   * @param error What was thrown.
   */
  refuse(request: RestRequest, error: unknown): RestResponse {
    const answer = this.#service.errors.report(request, error);
    const isRead = request.method === "GET" || request.method === "HEAD";
    const headers = {
      "Content-Type": "application/json",
      ...(isRead ? { "Cache-Control": "no-cache" } : {}),
      ...(error instanceof RestError ? error.headers : {}),
    };
    return wholeAnswer(request, answer.status, headers, errorBody(answer));
  }

  /** Says the methods of a resource, or of the server as a whole (RFC 9110, section 9.3.7; in absolute form without a path). */
  #allow(request: RestRequest): RestResponse {
    const isWhole = WHOLE_SERVER.test(request.target);
    const allow = isWhole ? this.#table.allow : this.#match(request).route.allow;
    const headers = { ...preflightHeaders(request, this.#rules, allow), Allow: allow };
    return { status: 204, headers, body: undefined };
  }

  #match({ target }: RestRequest): RouteMatch {
    const match = this.#table.match(splitTarget(target));
    if (match !== undefined) return match;
    throw new RestError(404, "NotFoundException", "Cannot find a resource of this path");
  }
}

function withShared(response: RestResponse, shared: Headers | undefined): RestResponse {
  if (shared === undefined) return response;
  return { ...response, headers: { ...shared, ...response.headers } };
}

import { HeldJson } from "../variables/from_json/_held_json.ts";
import type { Operation, Service } from "./_context.ts";
import { Task } from "./_task.ts";
import { refusal } from "./answers/_refusal.ts";
import { checkHost } from "./cross_site/_check_host.ts";
import { corsHeaders, preflightHeaders, withCors } from "./cross_site/_cors_headers.ts";
import type { CrossSiteRules } from "./cross_site/cross_site_rules.ts";
import { ErrorReporter } from "./errors/_error_reporter.ts";
import { ClientAbortError } from "./errors/client_abort_error.ts";
import { RestError } from "./errors/rest_error.ts";
import type { Log } from "./log/log.ts";
import type { RestOptions } from "./rest_options.ts";
import type { RestRequest } from "./rest_request.ts";
import type { RestResponse } from "./rest_response.ts";
import { checkRequest } from "./routes/_check_request.ts";
import { type Route, type RouteMatch, RouteTable } from "./routes/_route_table.ts";
import { ROUTES } from "./routes/_routes.ts";
import { splitTarget } from "./routes/_split_target.ts";

/** The targets that mean the server as a whole: `*` and the roots. */
const WHOLE_SERVER =
  /^(?:\*|(?:https?:\/\/[^/?]*)?(?:\/(?:engine-rest(?:\/engine\/[^/?]+)?\/?)?)?(?:\?.*)?)$/i;

/** The REST resource: answers requests of any server or framework. */
export class RestResource {
  readonly #service: Service;
  readonly #rules: CrossSiteRules;
  readonly #table: RouteTable;

  /**
   * @param options The service and its clients. They have been checked.
   * @param log The log. It must not throw.
   * @param routes What it serves. Default: the routes of the server.
   */
  constructor(options: RestOptions, log: Log, routes: readonly Route[] = ROUTES) {
    const { variables, resolveScope } = options;
    const heldQueries = new HeldJson(variables.limits.maxHeldJsonBytes);
    const errors = new ErrorReporter(log);
    this.#service = { variables, resolveScope, log, errors, heldQueries };
    this.#rules = options;
    this.#table = new RouteTable(routes);
  }

  /**
   * Answers a request. A refused request gets an answer, too.
   *
   * @param request The request.
   * @throws {ClientAbortError} If the client has gone away, so that nobody waits for an answer.
   */
  async handle(request: RestRequest): Promise<RestResponse> {
    const accepted = this.accept(request);
    if (!(accepted instanceof Task)) return accepted;
    try {
      return await accepted.run();
    } catch (error) {
      if (error instanceof ClientAbortError) throw error;
      return accepted.refuse(error);
    }
  }

  /**
   * Checks everything that can be checked without the body.
   *
   * @param request The request.
   * @returns A task that serves the request; its answer if the request is refused.
   */
  accept(request: RestRequest): Task | RestResponse {
    let cors: RestResponse["headers"] | undefined;
    try {
      checkHost(request, this.#rules);
      cors = corsHeaders(request, this.#rules);
      if (request.method === "OPTIONS") {
        const answer = this.#allow(request);
        return new Task(this.#service, request, [], async () => answer, cors);
      }
      const { route, parameters } = this.#match(request);
      const operation = checkRequest(request, route, this.#rules);
      return new Task(this.#service, request, parameters, operation, cors);
    } catch (error) {
      return withCors(this.refuse(request, error), cors);
    }
  }

  /** Makes a task of a request that something else than the routes answers. */
  task(request: RestRequest, operation: Operation): Task {
    return new Task(this.#service, request, [], operation, undefined);
  }

  /** Makes the answer to an error before a request is accepted, and logs the error. */
  refuse(request: RestRequest, error: unknown): RestResponse {
    return refusal(this.#service, request, error);
  }

  /**
   * Answers `OPTIONS` with the methods of a resource, or of the whole server for `*`, the roots, and an absolute URL without a path
   * (RFC 9110, section 9.3.7).
   */
  #allow(request: RestRequest): RestResponse {
    const isWhole = WHOLE_SERVER.test(request.target);
    const allow = isWhole ? this.#table.allow : this.#match(request).route.allow;
    const headers = { ...preflightHeaders(request, this.#rules, allow), Allow: allow };
    return { status: 204, headers, body: undefined };
  }

  /**
   * Finds the route of a request target; `undefined` if there is none.
   *
   * @throws {RestError} If the target is broken.
   */
  find(target: string): RouteMatch | undefined {
    return this.#table.match(splitTarget(target));
  }

  #match({ target }: RestRequest): RouteMatch {
    const match = this.find(target);
    if (match !== undefined) return match;
    throw new RestError(404, "NotFoundException", "Cannot find a resource of this path");
  }
}

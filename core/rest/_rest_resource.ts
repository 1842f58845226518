import { HeldJson } from "../variables/from_json/_held_json.ts";
import type { Operation, Service } from "./_context.ts";
import { Task } from "./_task.ts";
import { accessRequest } from "./access/_access_request.ts";
import { askAccess } from "./access/_ask_access.ts";
import { denial } from "./access/_denial.ts";
import { isPreflight } from "./access/_is_preflight.ts";
import type { Access, AllowedAccess, Authorize } from "./access/authorize.ts";
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
  readonly #rules: CrossSiteRules & Pick<RestOptions, "authorize">;
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
   * @param foreign What it gets if it is for another place than this resource, once it may know that. Default: it is for this one.
   * @throws {ClientAbortError} If the client has gone away, so that nobody waits for an answer.
   */
  async handle(request: RestRequest, foreign?: RestError): Promise<RestResponse> {
    const accepted = this.accept(request, foreign);
    if (!(accepted instanceof Task)) return accepted;
    try {
      return await accepted.run();
    } catch (error) {
      if (error instanceof ClientAbortError) throw error;
      return accepted.refuse(error);
    }
  }

  /**
   * Checks everything that can be checked without the body. If there is `authorize`, the task itself asks it, and checks the rest only
   * then: who may not enter is not told what there is.
   *
   * @param request The request.
   * @param foreign As for {@linkcode handle}.
   * @returns A task that serves the request; its answer if the request is refused.
   */
  accept(request: RestRequest, foreign?: RestError): Task | RestResponse {
    let cors: RestResponse["headers"] | undefined;
    try {
      this.#checkHost(request);
      cors = corsHeaders(request, this.#rules);
      const { authorize } = this.#rules;
      const guarded = authorize && this.#guard(authorize, request, cors, foreign);
      return guarded ?? this.#admit(this.#service, request, cors, foreign);
    } catch (error) {
      return withCors(this.refuse(request, error), cors);
    }
  }

  /** Refuses a request for a host that is not served, unless everybody may ask: probes come for the address of a machine. */
  #checkHost(request: RestRequest): void {
    try {
      checkHost(request, this.#rules);
    } catch (error) {
      const match = this.#tryToFind(request);
      if (!match?.route.operations.get(request.method)?.isOpen) throw error;
    }
  }

  /** Makes the task that asks whether a request is allowed; `undefined` if it is served to everyone. */
  #guard(
    authorize: Authorize,
    request: RestRequest,
    cors: RestResponse["headers"] | undefined,
    foreign: RestError | undefined,
  ): Task | undefined {
    if (isPreflight(request)) return undefined;
    const match = foreign === undefined ? this.#tryToFind(request) : undefined;
    const wanted = match?.route.operations.get(request.method);
    if (wanted?.isOpen) return undefined;
    const parameters = match?.parameters ?? [];
    const enter = (access: Access) => {
      task.user = access.user;
      if (!access.allow) throw denial(access);
      const admitted = this.#admit(this.#serviceFor(access), request, cors, foreign, match);
      return admitted.operation(admitted);
    };
    const serve = () => {
      try {
        const access = askAccess(authorize, accessRequest(request, wanted, parameters));
        return access instanceof Promise ? access.then(enter) : enter(access);
      } catch (error) {
        return Promise.reject(error);
      }
    };
    const task: Task = new Task(this.#service, request, parameters, serve, cors);
    return task;
  }

  #serviceFor({ instances }: AllowedAccess): Service {
    const service = this.#service;
    if (instances === undefined) return service;
    return { ...service, variables: service.variables.narrowTo(instances) };
  }

  #admit(
    service: Service,
    request: RestRequest,
    cors: RestResponse["headers"] | undefined,
    foreign: RestError | undefined,
    match?: RouteMatch,
  ): Task {
    if (foreign !== undefined) throw foreign;
    if (request.method === "OPTIONS") {
      const answer = this.#allow(request);
      return new Task(service, request, [], async () => answer, cors);
    }
    const { route, parameters } = match ?? this.#match(request);
    const operation = checkRequest(request, route, this.#rules);
    return new Task(service, request, parameters, operation, cors);
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

  /** Finds the route of a request; `undefined` if there is none, or the target is broken. */
  #tryToFind(request: RestRequest): RouteMatch | undefined {
    try {
      return this.#match(request);
    } catch {
      return undefined;
    }
  }

  #match(request: RestRequest): RouteMatch {
    const match = this.find(request.target);
    if (match !== undefined && match.route.isFor?.(request) !== false) return match;
    throw new RestError(404, "NotFoundException", "Cannot find a resource of this path");
  }
}

import type { Operation } from "../_context.ts";
import type { OperationDescription } from "../openapi/_operation_description.ts";
import type { RestRequest } from "../rest_request.ts";

/** The methods that a route may name. HEAD and OPTIONS are added to them. */
export type Method = "GET" | "PUT" | "POST" | "DELETE";

/** The operation of one method at one path. */
export interface RouteOperation {
  /** The operation's unique id in the engine's OpenAPI document. If the engine has no such operation, an id of the same style. */
  readonly id: string;
  readonly run: Operation;
  /** Whether it searches the store. A search may take long, so pages of other sites may not start one. */
  readonly isSearch?: true;
  /** Whether it only reads, although its method is neither GET nor HEAD. */
  readonly isRead?: true;
  /** Whether it is served to everyone, even if `authorize` closes all else. */
  readonly isOpen?: true;
}

/** An operation that is part of the OpenAPI document. */
export interface DescribedOperation extends RouteOperation {
  readonly description: OperationDescription;
}

/** One route: a path and the operation of each method. A segment in braces is a parameter. */
export interface Route<T extends RouteOperation = RouteOperation> {
  readonly path: string;
  readonly operations: Readonly<Partial<Record<Method, T>>>;
  /** Whether it belongs to the server and not to the engine: it is served at the root alone, and not below `/engine-rest` too. */
  readonly isOfServer?: true;
  /** Whether it is there for a request. Default: for all. */
  readonly isFor?: (request: Pick<RestRequest, "method" | "header">) => boolean;
}

/** A route of the server itself. */
export type DescribedRoute = Route<DescribedOperation>;

/** A route in the form in which paths are matched. */
export interface CompiledRoute {
  /** The path, with its parameters in braces. */
  readonly path: string;
  /** The segments of the path; `undefined` for a parameter. */
  readonly pattern: readonly (string | undefined)[];
  /** The operation of each method. HEAD has that of GET. */
  readonly operations: ReadonlyMap<string, RouteOperation>;
  /** The methods that pages of other sites may not use: all that write, and those that search. */
  readonly guarded: ReadonlySet<string>;
  /** All methods, in the form of the header `Allow`. */
  readonly allow: string;
  /** Whether it is served at the root alone. */
  readonly isOfServer: boolean;
  /** Whether it is there for a request; `undefined`: for all. */
  readonly isFor: Route["isFor"];
}

/** The route of a path, and the parameters in the path. */
export interface RouteMatch {
  readonly route: CompiledRoute;
  /** The segments of the path that are parameters, in their order. */
  readonly parameters: readonly string[];
}

/** Finds the route of a path. */
export class RouteTable {
  /** All methods of all routes, in the form of the header `Allow`. */
  readonly allow: string;
  /** The routes, by their number of segments. */
  readonly #routes: ReadonlyMap<number, readonly CompiledRoute[]>;
  /** Those that are served below the engine's base path, too. */
  readonly #ofEngine: ReadonlyMap<number, readonly CompiledRoute[]>;

  /** @param routes All routes of the server. If a path matches several, the first one counts. */
  constructor(routes: readonly Route[]) {
    const compiled = routes.map(compile);
    this.#routes = byLength(compiled);
    this.#ofEngine = byLength(compiled.filter(({ isOfServer }) => !isOfServer));
    const methods = [...this.#routes.values()]
      .flat()
      .flatMap(({ operations }) => [...operations.keys()]);
    this.allow = allowOf(methods);
  }

  /**
   * Finds the route of a path; `undefined` if no route matches.
   *
   * @param segments The decoded segments of the path, with or without the engine's base path.
   */
  match(segments: readonly string[]): RouteMatch | undefined {
    const start = baseLength(segments);
    const routes = start === 0 ? this.#routes : this.#ofEngine;
    for (const route of routes.get(segments.length - start) ?? []) {
      const parameters = matched(route.pattern, segments, start);
      if (parameters !== undefined) return { route, parameters };
    }
    return undefined;
  }
}

function byLength(routes: readonly CompiledRoute[]): ReadonlyMap<number, readonly CompiledRoute[]> {
  const sorted = new Map<number, CompiledRoute[]>();
  for (const route of routes) {
    const { length } = route.pattern;
    sorted.set(length, [...(sorted.get(length) ?? []), route]);
  }
  return sorted;
}

/** Counts the segments of the engine's base path: `/engine-rest`, or `/engine-rest/engine/{any}` for a named engine. */
function baseLength(segments: readonly string[]): number {
  if (segments[0] !== "engine-rest") return 0;
  return segments[1] === "engine" && segments.length > 3 ? 3 : 1;
}

/** Gives the segments that are parameters; `undefined` if the path does not match the pattern. */
function matched(
  pattern: CompiledRoute["pattern"],
  segments: readonly string[],
  start: number,
): readonly string[] | undefined {
  const parameters: string[] = [];
  let at = start;
  for (const expected of pattern) {
    const segment = segments[at++];
    if (segment === undefined || (expected !== undefined && expected !== segment)) return undefined;
    if (expected === undefined) parameters.push(segment);
  }
  return parameters;
}

function compile({ path, operations, isOfServer, isFor }: Route): CompiledRoute {
  const pattern = path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => (segment.startsWith("{") ? undefined : segment));
  const byMethod = new Map<string, RouteOperation>(Object.entries(withHead(operations)));
  const guarded = new Set<string>();
  for (const [method, { isSearch }] of byMethod) {
    if (isSearch || (method !== "GET" && method !== "HEAD")) guarded.add(method);
  }
  const allow = allowOf(byMethod.keys());
  return {
    path,
    pattern,
    operations: byMethod,
    guarded,
    allow,
    isOfServer: isOfServer === true,
    isFor,
  };
}

function withHead(operations: Route["operations"]): Readonly<Record<string, RouteOperation>> {
  return operations.GET === undefined ? operations : { ...operations, HEAD: operations.GET };
}

function allowOf(methods: Iterable<string>): string {
  return [...new Set(methods), "OPTIONS"].join(", ");
}

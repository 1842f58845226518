import type { Operation } from "../_context.ts";
import type { OperationDescription } from "../openapi/_operation_description.ts";

/** A method that a row may name. HEAD and OPTIONS come by themselves. */
export type Method = "GET" | "PUT" | "POST" | "DELETE";

/** What one method does at one path. */
export interface RouteOperation {
  /** The operation's id in the engine's OpenAPI document; where the engine has none, one of its kind. Unique. */
  readonly id: string;
  readonly run: Operation;
  readonly description: OperationDescription;
  /** Whether it searches the store, which may take long: then no page of another site may have it done. */
  readonly isSearch?: true;
}

/** One row: a path, and what each method does there. A segment in braces is a parameter. */
export interface Route {
  readonly path: string;
  readonly operations: Readonly<Partial<Record<Method, RouteOperation>>>;
}

/** A row, ready to be matched. */
export interface CompiledRoute {
  /** The path's segments; `undefined` stands for a parameter. */
  readonly pattern: readonly (string | undefined)[];
  /** The operation for each method, HEAD as GET. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** The methods that a page of another site may not use: all that write, and those that search. */
  readonly guarded: ReadonlySet<string>;
  /** All methods, as for `Allow`. */
  readonly allow: string;
}

/** The route that a path led to. */
export interface RouteMatch {
  readonly route: CompiledRoute;
  /** The path segments that stand for a parameter, in their order. */
  readonly parameters: readonly string[];
}

/** Finds the route of a path. The server's routes are the rows given here, and nothing else. */
export class RouteTable {
  /** All methods of all routes, as for `Allow`. */
  readonly allow: string;
  /** The routes by the number of their segments. */
  readonly #routes: ReadonlyMap<number, readonly CompiledRoute[]>;

  /** @param routes The rows. If a path fits several, the first counts. */
  constructor(routes: readonly Route[]) {
    const byLength = new Map<number, CompiledRoute[]>();
    for (const route of routes.map(compile)) {
      const { length } = route.pattern;
      byLength.set(length, [...(byLength.get(length) ?? []), route]);
    }
    this.#routes = byLength;
    const methods = [...byLength.values()]
      .flat()
      .flatMap(({ operations }) => [...operations.keys()]);
    this.allow = allowOf(methods);
  }

  /** @param segments The decoded segments of the path, with or without the engine's base path. */
  match(segments: readonly string[]): RouteMatch | undefined {
    const start = baseLength(segments);
    for (const route of this.#routes.get(segments.length - start) ?? []) {
      const parameters = matched(route.pattern, segments, start);
      if (parameters !== undefined) return { route, parameters };
    }
    return undefined;
  }
}

/** How many segments are the engine's base path: `/engine-rest`, or that of a named engine, `/engine-rest/engine/{any}`. */
function baseLength(segments: readonly string[]): number {
  if (segments[0] !== "engine-rest") return 0;
  return segments[1] === "engine" && segments.length > 3 ? 3 : 1;
}

/** The segments that stand for a parameter; `undefined` if the pattern does not fit. */
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

function compile({ path, operations }: Route): CompiledRoute {
  const pattern = path
    .slice(1)
    .split("/")
    .map((segment) => (segment.startsWith("{") ? undefined : segment));
  const byMethod = new Map<string, Operation>();
  const guarded = new Set<string>();
  for (const [method, { run, isSearch }] of Object.entries(withHead(operations))) {
    byMethod.set(method, run);
    if (isSearch || (method !== "GET" && method !== "HEAD")) guarded.add(method);
  }
  return { pattern, operations: byMethod, guarded, allow: allowOf(byMethod.keys()) };
}

function withHead(operations: Route["operations"]): Readonly<Record<string, RouteOperation>> {
  return operations.GET === undefined ? operations : { ...operations, HEAD: operations.GET };
}

function allowOf(methods: Iterable<string>): string {
  return [...new Set(methods), "OPTIONS"].join(", ");
}

import type { Operation } from "./_context.ts";

/** One row: a path, and what each method does there. A segment in braces is a parameter. */
export interface Route {
  readonly path: string;
  readonly operations: Readonly<Partial<Record<"GET" | "PUT" | "POST" | "DELETE", Operation>>>;
}

/** A row, ready to be matched. */
export interface CompiledRoute {
  /** The path's segments; `undefined` stands for a parameter. */
  readonly pattern: readonly (string | undefined)[];
  /** The operation for each method, HEAD as GET. */
  readonly operations: ReadonlyMap<string, Operation>;
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
  readonly #routes: readonly CompiledRoute[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map(compile);
  }

  /** @param segments The decoded segments of the path, with or without the engine's base path. */
  match(segments: readonly string[]): RouteMatch | undefined {
    const start = baseLength(segments);
    for (const route of this.#routes) {
      const parameters = matchPattern(route.pattern, segments, start);
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

function matchPattern(
  pattern: CompiledRoute["pattern"],
  segments: readonly string[],
  start: number,
): string[] | undefined {
  if (segments.length - start !== pattern.length) return undefined;
  const parameters: string[] = [];
  let index = start;
  for (const expected of pattern) {
    const segment = segments[index++] ?? "";
    if (expected === undefined) parameters.push(segment);
    else if (expected !== segment) return undefined;
  }
  return parameters;
}

function compile({ path, operations }: Route): CompiledRoute {
  const pattern = path
    .slice(1)
    .split("/")
    .map((segment) => (segment.startsWith("{") ? undefined : segment));
  const byMethod = new Map<string, Operation>(Object.entries(operations));
  if (operations.GET !== undefined) byMethod.set("HEAD", operations.GET);
  return { pattern, operations: byMethod, allow: [...byMethod.keys(), "OPTIONS"].join(", ") };
}

import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import { splitTarget } from "../../../core/rest/routes/_split_target.ts";
import type { EngineCall } from "../_engine_call.ts";
import { restResponseOf } from "./_rest_response_of.ts";
import { webRequest } from "./_web_request.ts";
import type { RouteHandler, RouteMethod } from "./test_route.ts";

/** A route that a test has added. */
export interface TestRoute {
  /** Method and path, such as `POST /message`. */
  readonly name: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly handler: RouteHandler;
}

/** A route, and the parameters in the path of a request. */
export interface TestRouteMatch {
  readonly route: TestRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

const METHODS: ReadonlySet<string> = new Set<RouteMethod>(["GET", "PUT", "POST", "DELETE"]);

/** The routes that a test has added. The last one that matches counts. */
export class TestRoutes {
  #routes: readonly TestRoute[] = [];

  /** @throws {TypeError} If the route cannot be one. */
  add(method: string, path: string, handler: RouteHandler): void {
    const name = `${method.toUpperCase()} ${path}`;
    if (!METHODS.has(method.toUpperCase())) {
      throw new TypeError(
        `Cannot add a route of the method '${method}'; write one of ${[...METHODS].join(", ")}, and then the path`,
      );
    }
    if (!/^\/[^?#]+$/.test(path)) {
      throw new TypeError(
        `Cannot add the route '${name}': its path must begin with a slash and have no query, as in '/message' or '/task/{id}'`,
      );
    }
    if (typeof handler !== "function") {
      throw new TypeError(
        `Cannot add the route '${name}': its handler is ${describeValue(handler)}; pass a function`,
      );
    }
    const segments = splitTarget(path);
    this.#routes = [{ name, method: method.toUpperCase(), segments, handler }, ...this.#routes];
  }

  /**
   * Finds the route of a request; `undefined` if none matches.
   *
   * @param method Its method.
   * @param segments The decoded segments of its path, without the engine's base path.
   */
  find(method: string, segments: readonly string[]): TestRouteMatch | undefined {
    for (const route of this.#routes) {
      if (route.method !== method) continue;
      const parameters = matched(route.segments, segments);
      if (parameters !== undefined) return { route, parameters };
    }
    return undefined;
  }

  /** Forgets all routes. */
  clear(): void {
    this.#routes = [];
  }
}

/** Lets a route answer a request. */
export async function runTestRoute(
  { route: { handler }, parameters }: TestRouteMatch,
  call: EngineCall,
): Promise<RestResponse> {
  const url = new URL(call.request.target, `http://${call.headers["host"] ?? "localhost"}`);
  const answer = await handler(webRequest(call, url), parameters);
  if (answer instanceof Response) return restResponseOf(answer);
  return restResponseOf(
    answer === undefined ? new Response(null, { status: 204 }) : jsonResponse(answer),
  );
}

/** The engine's own JSON answers have no charset, and clients look at the content type to the letter. */
function jsonResponse(value: unknown): Response {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) {
    throw new TypeError(
      `Cannot answer by ${describeValue(value)}: return a Response, a value that JSON can hold, or nothing for 204`,
    );
  }
  return new Response(json, { headers: { "Content-Type": "application/json" } });
}

function matched(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\{(.+)\}$/.exec(expected)?.[1];
    if (name !== undefined) parameters[name] = segment;
    else if (expected !== segment) return undefined;
  }
  return parameters;
}

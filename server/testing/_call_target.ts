import type { RestResource } from "../../core/rest/_rest_resource.ts";
import { RestError } from "../../core/rest/errors/rest_error.ts";
import type { RestRequest } from "../../core/rest/rest_request.ts";
import { splitTarget } from "../../core/rest/routes/_split_target.ts";
import type { CallTarget } from "./_engine_call.ts";
import type { TestRouteMatch, TestRoutes } from "./routes/_test_routes.ts";

/** Scheme, authority and the engine's base path. */
const BASE = /^(?:https?:\/\/[^/?]*)?(?:\/engine-rest(?:\/engine\/[^/?]+(?=\/))?(?=[/?]|$))?/i;

/** What a request asks for, and the test's route for it. */
export interface FoundTarget {
  readonly target: CallTarget;
  /** `undefined` if the engine's own routes answer. */
  readonly route: TestRouteMatch | undefined;
}

/** Finds out what a request asks for. */
export function findTarget(
  { method, target: raw }: RestRequest,
  resource: RestResource,
  routes: TestRoutes,
): FoundTarget {
  const path = raw.replace(BASE, "").replace(/\?.*$/s, "") || "/";
  const unknown = { method, path, operation: undefined, parameters: {} };
  try {
    const route = routes.find(method, splitTarget(path));
    if (route !== undefined) {
      const { parameters } = route;
      return { target: { method, path, operation: route.route.name, parameters }, route };
    }
    const match = resource.find(raw);
    const operation = match?.route.operations.get(method)?.id;
    if (match === undefined || operation === undefined)
      return { target: unknown, route: undefined };
    const names = [...match.route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const parameters = Object.fromEntries(
      names.map((name, index) => [name, match.parameters[index] ?? ""]),
    );
    return { target: { method, path, operation, parameters }, route: undefined };
  } catch (error) {
    // The path is broken. The resource says so in its answer.
    if (error instanceof RestError) return { target: unknown, route: undefined };
    throw error;
  }
}

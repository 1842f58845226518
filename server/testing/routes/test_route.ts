import type { Method } from "../../../core/rest/routes/_route_table.ts";

/** A method of a route that a test adds. */
export type RouteMethod = Method;

/**
 * Answers the requests of a route that a test adds.
 *
 * @param request The request. Its URL has the whole path.
 * @param parameters The decoded parameters in the path by their names.
 * @returns A `Response`; or `undefined`, which is answered by 204; or anything else, which is answered by 200 as JSON.
 */
export type RouteHandler = (
  request: Request,
  parameters: Readonly<Record<string, string>>,
) => unknown;

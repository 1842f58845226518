import type { CallTarget } from "./_engine_call.ts";
import type { RequestFilter } from "./request_filter.ts";

/** Whether a filter selects a request. */
export function selects(filter: RequestFilter, target: CallTarget): boolean {
  const { method, path, operation, id, variable } = filter;
  return (
    (method === undefined || method.toUpperCase() === target.method) &&
    (path === undefined || matchesPath(path, target.path)) &&
    (operation === undefined || operation === target.operation) &&
    (id === undefined || id === target.parameters["id"]) &&
    (variable === undefined || variable === target.parameters["varName"])
  );
}

function matchesPath(wanted: string | RegExp, path: string): boolean {
  // `search` and not `test`, which of a pattern with the flag `g` remembers where it stopped.
  return typeof wanted === "string" ? wanted === path : path.search(wanted) !== -1;
}

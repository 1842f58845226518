import { types } from "node:util";
import { describeValue } from "../../core/errors/_describe_value.ts";
import type { RequestFilter } from "./request_filter.ts";

/** What no path has that is left when the base path and the query are cut off. */
const NO_PATH = /^(?!\/)|^\/engine-rest(?:\/|$)|[?#]/i;

/**
 * Checks the members of a filter that select requests.
 *
 * @throws {TypeError} If one of them is of a wrong kind, or no request can have such a path.
 */
export function checkRequestFilter(filter: RequestFilter): void {
  const { path } = filter;
  for (const name of ["method", "operation", "id", "variable"] as const) {
    checkText(name, filter[name], "a string");
  }
  if (types.isRegExp(path)) return;
  checkText("path", path, "a string or a RegExp");
  if (path === undefined || !NO_PATH.test(path)) return;
  throw new TypeError(
    `Cannot use the filter: no request has the path '${path}'; write what follows the base URL, without a query, such as '/external-task/fetchAndLock'`,
  );
}

function checkText(name: string, value: unknown, wanted: string): void {
  if (value === undefined || typeof value === "string") return;
  throw new TypeError(
    `Cannot use the filter: '${name}' is ${describeValue(value)}; write ${wanted}`,
  );
}

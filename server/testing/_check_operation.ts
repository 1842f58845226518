import { nearest } from "../../core/errors/_nearest.ts";
import type { RequestFilter } from "./request_filter.ts";

/** Begins the name of a route that a test has added, such as `POST /message`. */
const TEST_ROUTE = /^[A-Z]+ \//;

/**
 * Checks that requests can have the operation of a filter. A misspelt one would select none, in silence.
 *
 * @param filter The filter.
 * @param known The ids of all operations.
 * @throws {TypeError} If there is no such operation.
 */
export function checkOperation({ operation }: RequestFilter, known: ReadonlySet<string>): void {
  if (typeof operation !== "string" || known.has(operation) || TEST_ROUTE.test(operation)) return;
  const meant = nearest(operation, [...known]) ?? onlyOneWith(operation, known);
  const hint =
    meant === undefined
      ? "write the id that the engine's OpenAPI document has, or select by 'method' and 'path'"
      : `did you mean '${meant}'?`;
  throw new TypeError(`Cannot use the filter: there is no operation '${operation}'; ${hint}`);
}

/** The only id that contains a word: `complete` is how everybody calls `completeExternalTaskResource`. */
function onlyOneWith(word: string, known: ReadonlySet<string>): string | undefined {
  const found = [...known].filter((id) => id.toLowerCase().includes(word.toLowerCase()));
  return found.length === 1 ? found[0] : undefined;
}

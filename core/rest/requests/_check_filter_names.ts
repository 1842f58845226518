import { nearest } from "../../errors/_nearest.ts";
import { shorten } from "../../errors/_shorten.ts";
import { invalid } from "./_invalid.ts";

/** Parameters that the clients of browsers add so that no cache answers. */
const OF_CACHES: readonly string[] = ["_", "cacheBust"];

/**
 * Refuses unknown parameters of a query string. A pair without a name is ignored, as in the engine.
 *
 * @throws {InvalidQueryError} If one is unknown.
 */
export function checkParameterNames(given: Iterable<string>, known: readonly string[]): void {
  const named = [...given].filter((name) => name !== "" && !OF_CACHES.includes(name));
  checkFilterNames(named, known);
}

/**
 * Refuses unknown filters. A search that ignored a misspelt filter would answer with too much.
 *
 * @param given The names that were sent.
 * @param known The names of all filters.
 * @throws {InvalidQueryError} If one is unknown.
 */
export function checkFilterNames(given: Iterable<string>, known: readonly string[]): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const hint = meant === undefined ? `give ${known.join(", ")}` : `did you mean '${meant}'?`;
    throw invalid(`Cannot query by '${shorten(name)}': ${hint}`);
  }
}

import { shorten } from "../../errors/_shorten.ts";
import { RestError } from "../errors/rest_error.ts";
import { invalid } from "./_invalid.ts";
import type { Query } from "./_query.ts";

const INTEGER = /^[+-]?\d+$/;
const MAX_INTEGER = 2_147_483_647;

/** The part of a list that is wanted. */
export interface PageParameters {
  readonly firstResult: number | undefined;
  readonly maxResults: number | undefined;
}

/**
 * Reads `firstResult` and `maxResults`, which stand in the query string in a `POST`, too.
 *
 * @throws {RestError} 404 if one is not a number of 32 bits, as JAX-RS answers.
 * @throws {InvalidQueryError} If one is negative.
 */
export function pageParameters(query: Query): PageParameters {
  return { firstResult: count(query, "firstResult"), maxResults: count(query, "maxResults") };
}

function count(query: Query, name: keyof PageParameters): number | undefined {
  const text = query.text(name);
  if (text === undefined || text === "") return undefined;
  const number = Number(text);
  if (!INTEGER.test(text) || number > MAX_INTEGER || number < -MAX_INTEGER - 1) {
    throw new RestError(
      404,
      "QueryParamException",
      `Cannot set query parameter '${name}' to value '${shorten(text)}': give a whole number of 32 bits`,
    );
  }
  if (number >= 0) return number;
  throw invalid(
    `Cannot set query parameter '${name}' to value '${shorten(text)}': give a whole number from 0`,
  );
}

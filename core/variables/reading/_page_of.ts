import type { PageQuery } from "../options/variable_options.ts";

/**
 * Yields a part of a list.
 *
 * @param source The whole list. It is ended at the end of the part.
 * @param query The part.
 * @throws {RangeError} If a number is not a whole number from 0.
 */
export async function* pageOf<T>(source: AsyncIterable<T>, query: PageQuery): AsyncGenerator<T> {
  const { firstResult = 0, maxResults = Infinity } = query;
  checkPart(query);
  if (maxResults === 0) return;
  let index = 0;
  for await (const entry of source) {
    if (index >= firstResult) yield entry;
    if (++index - firstResult >= maxResults) return;
  }
}

/**
 * Checks which part of a list is wanted.
 *
 * @throws {RangeError} If a number is not a whole number from 0.
 */
export function checkPart({ firstResult = 0, maxResults = Infinity }: PageQuery): void {
  check("firstResult", firstResult);
  if (maxResults !== Infinity) check("maxResults", maxResults);
}

function check(name: keyof PageQuery, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new RangeError(`Cannot list from '${name}' ${value}: it must be a whole number from 0`);
}

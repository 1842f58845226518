import type { PageOptions } from "./storage.ts";

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;

/** A page with its defaults filled in. */
export interface Page {
  /** Names after this one; `""` comes before every name. */
  readonly after: string;
  readonly limit: number;
}

/**
 * Checks the options of a listing and fills in the defaults.
 *
 * @param options `limit` is a whole number from 1 to 10,000, default 1,000; `after` any string, default none.
 * @returns Both, set.
 * @throws {RangeError} If `limit` is not such a number.
 */
export function checkPage(options: PageOptions = {}): Page {
  const { after = "", limit = DEFAULT_LIMIT } = options;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(
      `Cannot list ${limit} entries: 'limit' must be a whole number from 1 to ${MAX_LIMIT}`,
    );
  }
  return { after, limit };
}

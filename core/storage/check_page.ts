import { describeValue } from "../errors/_describe_value.ts";
import type { PageOptions } from "./storage.ts";

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;

/**
 * Checks the options of a listing and fills in the defaults.
 *
 * @param options `limit` is a whole number from 1 to 10,000, default 1,000. `after` is any string; default: the start of the list. A
 *   lone surrogate in it counts as U+FFFD, as which UTF-8 encodes it.
 * @returns Both options. `after` is `""` for the first page, since `""` comes before every name.
 * @throws {RangeError} If `limit` is not a whole number from 1 to 10,000.
 * @throws {TypeError} If an option is of a wrong type.
 */
export function checkPage(options: PageOptions = {}): {
  readonly after: string;
  readonly limit: number;
} {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`Cannot list a page: its options are ${describeValue(options)}`);
  }
  const { after = "", limit = DEFAULT_LIMIT } = options;
  if (typeof after !== "string") {
    throw new TypeError(`Cannot list a page: 'after' is ${describeValue(after)}, not a string`);
  }
  if (typeof limit !== "number") {
    throw new TypeError(`Cannot list a page: 'limit' is ${describeValue(limit)}, not a number`);
  }
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(
      `Cannot list ${limit} entries: 'limit' must be a whole number from 1 to ${MAX_LIMIT}`,
    );
  }
  return { after: after.toWellFormed(), limit };
}

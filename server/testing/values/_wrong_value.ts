import { shorten } from "../../../core/errors/_shorten.ts";

/** Where a value stands in the test. */
export interface ValuePlace {
  /** What has the variable, such as `process instance 'order-7'`. */
  readonly owner: string;
  /** The variable's name. */
  readonly name: string;
}

/** The error for a value that cannot be stored: what is wrong, and what to write. */
export function wrongValue({ owner, name }: ValuePlace, problem: string): TypeError {
  return new TypeError(`Cannot set '${shorten(name)}' of ${owner}: ${problem}`);
}

import { compareNames } from "../core/storage/compare_names.ts";

/** Distinct names in the order of their UTF-8 bytes. An index stays valid until a name comes or goes. */
export interface NameSequence {
  /** Number of the names. */
  readonly size: number;
  /** Number of the names that come before `name`, which need not be one of them. `name + "\0"` counts `name`, too. */
  rank(name: string): number;
  /** Returns the names from one index (inclusive) to another one (exclusive). */
  slice(from: number, to: number): string[];
}

/** Returns how many names of a sorted array come before `name`. */
export function rankIn(names: readonly string[], name: string): number {
  const last = names.at(-1);
  // Names are often added in their order.
  if (last === undefined || compareNames(last, name) < 0) return names.length;
  let low = 0;
  let high = names.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = names[middle];
    if (candidate !== undefined && compareNames(candidate, name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

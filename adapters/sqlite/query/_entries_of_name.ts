import type { NamedEntry } from "./_entry_index.ts";
import type { QueryPlan } from "./_query_plan.ts";

/**
 * Finds the entries of a name that may be wanted, in no order that matters. Conditions on values are not applied, but if only some
 * keys meet them, the entries of other keys are not looked at.
 *
 * @param size Number of entries that are read at once.
 */
export function* entriesOfName(
  { index, intervals, withValues }: QueryPlan,
  name: string,
  size: number,
): Generator<readonly NamedEntry[], void, undefined> {
  if (intervals === undefined) {
    let after = 0;
    for (;;) {
      const part = index.ofName(name, after, size, withValues);
      yield part;
      const last = part[size - 1];
      if (last === undefined) return;
      [after] = last;
    }
  }
  for (const { from, to } of intervals) {
    let key = from;
    let after = 0;
    for (;;) {
      const part = index.ofKeys(name, { from: key, to }, after, size);
      yield part;
      const last = part[size - 1];
      if (last === undefined) break;
      after = last[0];
      key = last[3] ?? key;
    }
  }
}

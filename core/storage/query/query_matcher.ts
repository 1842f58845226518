import { foldCase } from "./fold_case.ts";
import { likeMatcher } from "./like_matcher.ts";
import { compareKeys } from "./scalar_key.ts";
import type { NameCondition, ScalarCondition, ScalarRange } from "./storage_query.ts";

/**
 * Makes a function that says whether a name meets all conditions.
 *
 * @param conditions As in a query.
 */
export function nameMatcher(conditions: readonly NameCondition[]): (name: string) => boolean {
  const tests = conditions.map(matcherOf);
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (name) => tests.every((test) => test(name));
}

function matcherOf({ operator, text, ignoreCase }: NameCondition): (name: string) => boolean {
  const wanted = ignoreCase ? foldCase(text) : text;
  const matches = operator === "like" ? likeMatcher(wanted) : (name: string) => name === wanted;
  return ignoreCase ? (name) => matches(foldCase(name)) : matches;
}

/**
 * Whether a value meets all conditions.
 *
 * @param conditions As in a query.
 * @param type The value's type.
 * @param key Its scalar key, see `scalarKey`.
 */
export function meetsScalarConditions(
  conditions: readonly ScalarCondition[],
  type: string,
  key: Uint8Array | undefined,
): boolean {
  return conditions.every(({ anyOf, negated = false }) => {
    return anyOf.some((range) => isInRange(range, type, key)) !== negated;
  });
}

function isInRange(
  { types, from, to }: ScalarRange,
  type: string,
  key: Uint8Array | undefined,
): boolean {
  if (types !== undefined && !types.includes(type)) return false;
  if (from === undefined && to === undefined) return true;
  if (key === undefined) return false;
  if (from !== undefined && compareKeys(key, from) < 0) return false;
  return to === undefined || compareKeys(key, to) < 0;
}

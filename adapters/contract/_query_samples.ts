import { keyAfter, numberKey } from "../../core/storage/query/scalar_key.ts";
import type { ScalarCondition, StorageQuery } from "../../core/storage/query/storage_query.ts";

/** Both orders, in both directions. */
export const ORDERS: readonly StorageQuery[] = (["instance", "name"] as const).flatMap((order) =>
  [false, true].map((descending) => ({ order, descending })),
);

/** Conditions that hold for each variable of the name `a` whose value is the Integer 7. */
export const CONDITIONS: readonly StorageQuery[] = [
  {},
  { names: [{ operator: "eq", text: "a" }] },
  { names: [{ operator: "like", text: "A%", ignoreCase: true }] },
  { values: [equalTo(7)] },
  { names: [{ operator: "eq", text: "a" }], values: [equalTo(7)] },
  { values: [{ anyOf: [{ types: ["String"] }], negated: true }] },
];

/** Holds for a number of any type. */
export function equalTo(value: number): ScalarCondition {
  const key = numberKey(value);
  return { anyOf: [{ from: key, to: keyAfter(key) }] };
}

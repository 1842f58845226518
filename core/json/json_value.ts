/**
 * A JSON value without losses: numbers keep all their digits; objects keep any name, even `__proto__`, and their order. If a name
 * is repeated, the last member counts.
 *
 * @example
 * ```ts
 * import type { JsonValue } from "varpost";
 * import assert from "node:assert/strict";
 *
 * // As {"id": 9223372036854775807, "tags": ["new"]} is read.
 * const value: JsonValue = new Map<string, JsonValue>([
 *   ["id", { lexeme: "9223372036854775807" }],
 *   ["tags", ["new"]],
 * ]);
 * assert.deepEqual(value.get("tags"), ["new"]);
 * ```
 */
export type JsonValue =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>;

/** A number as it was written. `Number(lexeme)` converts it; for an integer, `BigInt(lexeme)` keeps all digits. */
export interface JsonNumber {
  /** The text, such as `-1.50e3`; at most 1,000 characters. */
  readonly lexeme: string;
}

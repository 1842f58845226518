/**
 * A JSON value that has lost nothing: numbers keep their digits, objects keep any name (`__proto__` too) and their order. Of
 * two members of one name the last counts.
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

/** A number as written. `Number(lexeme)` makes one of JavaScript's of it, `BigInt(lexeme)` one that keeps all digits of an integer. */
export interface JsonNumber {
  /** At most 1,000 characters, as in `-1.50e3`. */
  readonly lexeme: string;
}

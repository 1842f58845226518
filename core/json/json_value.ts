/**
 * A JSON value that has lost nothing: numbers keep their digits, objects keep any name (`__proto__` too) and their order. Of
 * two members of one name the last counts.
 */
export type JsonValue =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>;

/** A number as written, as in `{ lexeme: "9223372036854775807" }`; `Number(lexeme)` or `BigInt(lexeme)` makes it one. */
export interface JsonNumber {
  readonly lexeme: string;
}

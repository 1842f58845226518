import type { JsonNumber } from "./json_value.ts";

/** An array or object of JSON that was not taken apart: as a text it takes no more memory than it did on its way. */
export interface JsonSource {
  readonly kind: "array" | "object";
  /** Its source, without blanks between the tokens. That it is JSON has been checked. */
  readonly source: string;
}

/** A JSON value whose outermost level alone is known. */
export type ShallowJson = null | boolean | string | JsonNumber | JsonSource;

/** A value for a message, without blanks. */
export function showJson(value: ShallowJson): string {
  if (value === null || typeof value !== "object") return String(value);
  return "lexeme" in value ? value.lexeme : value.source;
}

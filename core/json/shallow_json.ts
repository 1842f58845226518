import type { JsonNumber } from "./json_value.ts";

/** An array or object of JSON as text. The text takes less memory than JavaScript values would. */
export interface JsonSource {
  readonly kind: "array" | "object";
  /** The source without blanks between tokens. It was checked to be JSON. */
  readonly source: string;
}

/** A JSON value of which only the outermost level was parsed. */
export type ShallowJson = null | boolean | string | JsonNumber | JsonSource;

/** Prints a value for a message, without blanks. */
export function showJson(value: ShallowJson): string {
  if (value === null || typeof value !== "object") return String(value);
  return "lexeme" in value ? value.lexeme : value.source;
}

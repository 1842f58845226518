import type { JsonValue } from "./json_value.ts";

/**
 * Prints a JSON value without blanks. Numbers are printed as they were written, and members in their order.
 *
 * @param value The value. It may have at most 1,000 levels, as many as a `JsonTokenizer` accepts.
 */
export function formatJson(value: JsonValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof Map) return `{${Array.from(value, formatMember)}}`;
  if ("lexeme" in value) return value.lexeme;
  return `[${Array.from(value as readonly JsonValue[], formatJson)}]`;
}

function formatMember([name, value]: readonly [string, JsonValue]): string {
  return `${JSON.stringify(name)}:${formatJson(value)}`;
}

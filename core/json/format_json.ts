import type { JsonValue } from "./json_value.ts";

/**
 * Prints a JSON value without blanks: numbers as they were written, members in their order.
 *
 * @param value The value. Its depth is what a `JsonTokenizer` lets through, at most 1,000 levels.
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

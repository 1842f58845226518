import { unconvertible } from "../errors/_refusals.ts";
import type { ScalarValueType } from "./value_types.ts";

/**
 * Converts a text to a value of a scalar type. Blanks and line ends around it do not count: a file often ends in one. A text of
 * nothing else is no value: that an empty text is a typed null holds in JSON only.
 *
 * @param type The type.
 * @param text The text, as it was sent.
 * @param typeName The type's name, as it was sent, for the message.
 * @returns The value's canonical text.
 * @throws {InvalidVariableError} If the text is no value of the type, in the engine's words.
 */
export function convertScalar(
  type: ScalarValueType,
  text: string,
  typeName: string = type.name,
): string {
  const value = type.parse(trimBlanks(text));
  if (value !== undefined) return value;
  throw unconvertible(text, typeName, type.javaType);
}

/** `String.prototype.trim` would also take no-break spaces and the like, which the engine does not. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Space, tab, LF, VT, FF, CR. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

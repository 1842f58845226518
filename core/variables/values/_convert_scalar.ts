import { trimUnits } from "../../multipart/_trim_blanks.ts";
import { unconvertible } from "../errors/_refusals.ts";
import type { ScalarValueType } from "./value_types.ts";

/**
 * Converts a text to a value of a scalar type. It ignores white space around the text, since a file often ends with a line end.
 * A text of white space alone is refused; only in JSON is an empty text a typed null.
 *
 * @param type The type.
 * @param text The text, as it was sent.
 * @param typeName The type's name, as it was sent, for the message.
 * @returns The value's canonical text.
 * @throws {InvalidVariableError} If the text is not a value of the type; in the engine's words.
 */
export function convertScalar(
  type: ScalarValueType,
  text: string,
  typeName: string = type.name,
): string {
  const value = type.parse(trimUnits(text, isAsciiSpace));
  if (value !== undefined) return value;
  throw unconvertible(text, typeName, type.javaType);
}

/** Space, tab, LF, VT, FF, CR. `String.prototype.trim` would also drop no-break spaces and others, which the engine does not. */
function isAsciiSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

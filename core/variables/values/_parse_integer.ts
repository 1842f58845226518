/** The whole numbers of a type, in decimal digits, since a JavaScript number does not hold every Long exactly. */
export interface IntegerRange {
  /** The smallest number, with its minus sign. */
  readonly min: string;
  /** The largest number. */
  readonly max: string;
}

/**
 * Parses a whole number in decimal digits, with or without a sign.
 *
 * @param text The text, without blanks around it.
 * @param range The allowed numbers.
 * @returns The canonical text, without leading zeros and plus sign; `undefined` if the text is not a whole number, or out of range.
 */
export function parseInteger(text: string, range: IntegerRange): string | undefined {
  const match = /^([+-]?)([0-9]+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, padded = ""] = match;
  const digits = padded.replace(/^0+(?=[0-9])/, "");
  const negative = sign === "-" && digits !== "0";
  const limit = negative ? range.min.slice(1) : range.max;
  // Texts of the same length have the order of their numbers, so comparing texts takes linear time, even for very long numbers.
  if (digits.length > limit.length) return undefined;
  if (digits.length === limit.length && digits > limit) return undefined;
  return negative ? `-${digits}` : digits;
}

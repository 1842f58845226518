/** The whole numbers that a type holds, as decimal digits: a Long is beyond what a JavaScript number holds exactly. */
export interface IntegerRange {
  /** Digits of the least number, which is negative. */
  readonly min: string;
  /** Digits of the greatest number. */
  readonly max: string;
}

/**
 * Reads a whole number in decimal digits, with a sign or without.
 *
 * @param text The text, without blanks around it.
 * @param range The numbers allowed.
 * @returns Its canonical text, without leading zeros and plus sign; `undefined` if it is none, or out of range.
 */
export function parseInteger(text: string, range: IntegerRange): string | undefined {
  const match = /^([+-]?)([0-9]+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, padded = ""] = match;
  const digits = padded.replace(/^0+(?=[0-9])/, "");
  const negative = sign === "-" && digits !== "0";
  const limit = negative ? range.min.slice(1) : range.max;
  // Of one length, texts have the order of their numbers. So it costs no more than their length, whatever is sent.
  if (digits.length > limit.length) return undefined;
  if (digits.length === limit.length && digits > limit) return undefined;
  return negative ? `-${digits}` : digits;
}

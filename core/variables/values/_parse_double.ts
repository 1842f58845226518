/** Each digit can match only one part of the expression, so matching takes linear time. */
const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const SPECIAL = /^[+-]?(NaN|Infinity)$/;

/**
 * Parses a Double: a decimal number with or without an exponent, `NaN`, or `Infinity` with or without a sign.
 *
 * @param text The text, without blanks around it.
 * @returns The canonical text, as Java's `Double.toString` prints it; `undefined` if the text is not a Double, or is a number too
 * large for one, which would become `Infinity`.
 */
export function parseDouble(text: string): string | undefined {
  const special = SPECIAL.exec(text)?.[1];
  if (special === "NaN") return special;
  if (special !== undefined) return text.startsWith("-") ? `-${special}` : special;
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? formatFinite(value) : undefined;
}

/**
 * Prints a finite number as Java does: from 10^-3 up to 10^7 in plain digits, else with one digit before the point and an exponent;
 * always with a digit behind the point.
 */
function formatFinite(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const digits = String(value);
    return digits.includes(".") ? digits : `${digits}.0`;
  }
  // Where one digit would do, Java prints the nearest number of two digits. Only the smallest numbers differ: 4.9E-324, not
  // 5.0E-324.
  const shortest = value.toExponential();
  const digits = shortest.includes(".") ? shortest : value.toExponential(1);
  return digits.replace("e+", "E").replace("e", "E");
}

/** Each digit can match in one place only, so that it takes linear time whatever is sent. */
const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const SPECIAL = /^[+-]?(NaN|Infinity)$/;

/**
 * Reads a Double: decimal, with an exponent or without, `NaN`, or `Infinity` with a sign or without.
 *
 * @param text The text, without blanks around it.
 * @returns Its canonical text, that of Java's `Double.toString`; `undefined` if it is none. A finite number too great for
 * a Double is none: it would come back as another.
 */
export function parseDouble(text: string): string | undefined {
  const special = SPECIAL.exec(text)?.[1];
  if (special === "NaN") return special;
  if (special !== undefined) return text.startsWith("-") ? `-${special}` : special;
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? formatFinite(value) : undefined;
}

/** Java prints plain digits from 10^-3 up to 10^7, else one digit before the point and an exponent; always one after it. */
function formatFinite(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const digits = String(value);
    return digits.includes(".") ? digits : `${digits}.0`;
  }
  // Where one digit would do, Java takes the nearest of two, which only tells among the smallest: 4.9E-324, not 5.0E-324.
  const shortest = value.toExponential();
  const digits = shortest.includes(".") ? shortest : value.toExponential(1);
  return digits.replace("e+", "E").replace("e", "E");
}

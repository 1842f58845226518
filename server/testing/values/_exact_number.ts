/** `toExponential` prints at most this many digits. */
const MAX_DIGITS = 101;

const WHOLE = /^-?[0-9]+$/;
const NUMBER = /^-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

/**
 * Turns a number of JSON into a number of JavaScript that still says all its digits.
 *
 * @param lexeme The number, as it was written.
 * @returns A bigint for a whole number beyond 2^53 - 1; `undefined` if digits would be lost.
 */
export function exactNumber(lexeme: string): number | bigint | undefined {
  const value = Number(lexeme);
  if (WHOLE.test(lexeme)) return Number.isSafeInteger(value) ? value : BigInt(lexeme);
  const { digits, exponent } = significant(lexeme);
  if (digits === "") return value;
  if (digits.length > MAX_DIGITS) return undefined;
  const held = significant(value.toExponential(digits.length - 1));
  return held.digits === digits && held.exponent === exponent ? value : undefined;
}

/** The digits of a number without zeros around them, and where its point is: 0.DIGITS × 10^exponent. */
function significant(text: string): { readonly digits: string; readonly exponent: number } {
  const [, whole = "", fraction = "", power = "0"] = NUMBER.exec(text) ?? [];
  const padded = (whole + fraction).replace(/0+$/, "");
  const digits = padded.replace(/^0+/, "");
  const zeros = padded.length - digits.length;
  return { digits, exponent: whole.length - zeros + Number(power) };
}

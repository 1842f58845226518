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
  const given = significant(lexeme);
  if (given.digits === "") return value;
  if (given.digits.length > MAX_DIGITS) return undefined;
  // The shortest text of a number is not always its value rounded to as many digits.
  const texts = [String(value), value.toExponential(given.digits.length - 1)];
  return texts.some((text) => isSame(significant(text), given)) ? value : undefined;
}

/** A number without its sign: 0.DIGITS × 10^exponent. */
interface Significant {
  /** Without zeros around them. */
  readonly digits: string;
  readonly exponent: number;
}

function isSame(a: Significant, b: Significant): boolean {
  return a.digits === b.digits && a.exponent === b.exponent;
}

function significant(text: string): Significant {
  const [, whole = "", fraction = "", power = "0"] = NUMBER.exec(text) ?? [];
  const padded = (whole + fraction).replace(/0+$/, "");
  const digits = padded.replace(/^0+/, "");
  const zeros = padded.length - digits.length;
  return { digits, exponent: whole.length - zeros + Number(power) };
}

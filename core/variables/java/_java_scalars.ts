/**
 * The Java types whose JSON is one scalar. The JSON that Jackson, the engine's JSON library, writes for them is accepted. Jackson
 * reads more (`"7"` or 7.5 for an int, `""` for null, 255 for a byte), but then changes the value, so these are refused.
 * @module
 */

import { isJsonNumber } from "../../json/is_json_number.ts";

/** The JSON that is accepted for a Java type. */
export interface JavaScalar {
  /** Describes the JSON in messages, such as `true or false` in `expected true or false`. */
  readonly expects: string;
  /** Whether this number is a value of the type. If absent, no number is. */
  readonly number?: (lexeme: string) => boolean;
  /** Whether this string is a value of the type. If absent, no string is. */
  readonly string?: (text: string) => boolean;
  /** Whether `true` and `false` are values of the type. Default false. */
  readonly boolean?: boolean;
}

/** A JavaScript number holds every integer of at most this many characters exactly. */
const SAFE_LENGTH = 15;

const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;
const NOT_FINITE: ReadonlySet<string> = new Set(["NaN", "Infinity", "-Infinity"]);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOT_BASE64 = /[^A-Za-z0-9+/]/;
/** ISO 8601 as Jackson's StdDateFormat reads it: a day, perhaps a time, perhaps an offset. Without an offset it is UTC. */
const DATE =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2})(?:(:[0-9]{2})(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$/;

const BOOLEAN: JavaScalar = { expects: "true or false", boolean: true };
const BYTE = integer(-128n, 127n);
const SHORT = integer(-32_768n, 32_767n);
const INT = integer(-2_147_483_648n, 2_147_483_647n);
const LONG = integer(-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n);
const FLOAT = floatingPoint("3.4028235e38", (value) => Math.fround(value));
const DOUBLE = floatingPoint("1.7976931348623157e308", (value) => value);
const TEXT: JavaScalar = { expects: "a string", string: () => true };
const CHARACTER: JavaScalar = {
  expects: "a string of one UTF-16 code unit",
  string: (text) => text.length === 1,
};
const DATE_OR_TIME: JavaScalar = {
  expects: 'whole milliseconds since 1970, or a string such as "2013-01-23T13:42:42.000+0200"',
  number: (lexeme) => LONG.number?.(lexeme) === true,
  string: isDate,
};

/** The types by their names. A primitive has the same JSON as its class, except `null`. */
export const JAVA_SCALARS: ReadonlyMap<string, JavaScalar> = new Map([
  ["boolean", BOOLEAN],
  ["byte", BYTE],
  ["char", CHARACTER],
  ["double", DOUBLE],
  ["float", FLOAT],
  ["int", INT],
  ["long", LONG],
  ["short", SHORT],
  ["java.lang.Boolean", BOOLEAN],
  ["java.lang.Byte", BYTE],
  ["java.lang.Character", CHARACTER],
  ["java.lang.Double", DOUBLE],
  ["java.lang.Float", FLOAT],
  ["java.lang.Integer", INT],
  ["java.lang.Long", LONG],
  ["java.lang.Short", SHORT],
  ["java.lang.String", TEXT],
  ["java.math.BigDecimal", { expects: "a number", number: () => true }],
  ["java.math.BigInteger", { expects: "a whole number", number: (lexeme) => INTEGER.test(lexeme) }],
  ["java.util.Date", DATE_OR_TIME],
  ["java.util.UUID", { expects: "a UUID in a string", string: (text) => UUID.test(text) }],
]);

/** Arrays whose JSON is one string, by the names of their primitives. */
export const JAVA_SCALAR_ARRAYS: ReadonlyMap<string, JavaScalar> = new Map([
  ["byte", { expects: "a string in padded base64 without line breaks", string: isBase64 }],
  ["char", TEXT],
]);

/** Whether a member's name stands for a value of the type. JSON writes every name in quotes, even a number. */
export function isJavaKey(scalar: JavaScalar, name: string): boolean {
  if (scalar.boolean === true && (name === "true" || name === "false")) return true;
  if (scalar.string?.(name) === true) return true;
  return isJsonNumber(name) && scalar.number?.(name) === true;
}

function integer(min: bigint, max: bigint): JavaScalar {
  return {
    expects: `a whole number from ${min} to ${max}`,
    number: (lexeme) => {
      if (!INTEGER.test(lexeme)) return false;
      const value = lexeme.length <= SAFE_LENGTH ? Number(lexeme) : BigInt(lexeme);
      return value >= min && value <= max;
    },
  };
}

/** A floating-point type. Jackson writes `NaN` and infinities as strings. */
function floatingPoint(max: string, round: (value: number) => number): JavaScalar {
  return {
    expects: `a number from -${max} to ${max}, or "NaN", "Infinity" or "-Infinity"`,
    number: (lexeme) => Number.isFinite(round(Number(lexeme))),
    string: (text) => NOT_FINITE.has(text),
  };
}

function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [, day = "", minutes = "00:00", seconds = ":00"] = match;
  const time = new Date(`${day}T${minutes}${seconds}Z`);
  // JavaScript accepts February 30 and 24:00, and makes a later day of them. Printing shows that.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}

function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const digits = text.endsWith("==") ? text.length - 2 : text.length - (text.endsWith("=") ? 1 : 0);
  return !NOT_BASE64.test(text.slice(0, digits));
}

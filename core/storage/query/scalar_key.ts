import type { VariableRecord } from "../variable_record.ts";

/** What a scalar key begins with. Keys of different kinds are never compared with each other. */
const NULL = 0x00;
const BOOLEAN = 0x01;
const NUMBER = 0x02;
const DATE = 0x03;

const NAN_KEY = Uint8Array.of(NUMBER, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
/** The longest canonical text of a scalar has 28 characters. */
const MAX_TEXT = 32;
const WHOLE = /^-?\d+$/;

const view = new DataView(new ArrayBuffer(8));
const viewed = new Uint8Array(view.buffer);

const FALSE_KEY = Uint8Array.of(BOOLEAN, 0);
const TRUE_KEY = Uint8Array.of(BOOLEAN, 1);

/** The key of every null. */
export const NULL_KEY: Uint8Array = Uint8Array.of(NULL);
/** Comes before every number and behind all that is no number. */
export const FIRST_NUMBER_KEY: Uint8Array = Uint8Array.of(NUMBER);
/** Comes behind every number, NaN too. */
export const LAST_NUMBER_KEY: Uint8Array = Uint8Array.of(NUMBER + 1);
/** Comes before every date. */
export const FIRST_DATE_KEY: Uint8Array = Uint8Array.of(DATE);
/** Comes behind every date. */
export const LAST_DATE_KEY: Uint8Array = Uint8Array.of(DATE + 1);

/**
 * Makes the key of a value that can be compared: a null, a Boolean, Short, Integer, Long, Double or Date. Keys of one kind are ordered
 * by their bytes as their values are: a storage can index them, and compares no value itself. Numbers of all types are of one kind.
 * A Long is exact to the last digit, -0.0 is 0, and NaN comes last.
 *
 * @param record The variable: its type, whether it is null, and its content. Only canonical contents, as varpost stores them, have a
 * key.
 * @returns 1 to 11 bytes; `undefined` for a value of another type.
 *
 * @example
 * ```ts
 * import { compareKeys, scalarKey } from "varpost/storage";
 * import assert from "node:assert/strict";
 *
 * const key = (type: string, text: string) => {
 *   const inline = new TextEncoder().encode(text);
 *   return scalarKey({ type, isNull: false, inline }) ?? new Uint8Array();
 * };
 * assert.ok(compareKeys(key("Long", "9007199254740993"), key("Double", "9.007199254740992E15")) > 0);
 * assert.deepEqual(key("Integer", "7"), key("Double", "7.0"));
 * ```
 */
export function scalarKey({
  type,
  isNull,
  inline,
}: Pick<VariableRecord, "type" | "isNull" | "inline">): Uint8Array | undefined {
  if (isNull) return NULL_KEY;
  if (inline === undefined || inline.length > MAX_TEXT) return undefined;
  switch (type) {
    case "Boolean":
      return keyOfBooleanText(shortText(inline));
    case "Short":
    case "Integer":
    case "Long":
      return keyOfWholeText(shortText(inline));
    case "Double":
      return keyOfDoubleText(shortText(inline));
    case "Date":
      return keyOfDateText(shortText(inline));
  }
  return undefined;
}

/** The key of a Boolean. */
export function booleanKey(value: boolean): Uint8Array {
  return value ? TRUE_KEY : FALSE_KEY;
}

/**
 * The key of a number: its double, or the next smaller one, and what a Long has beyond that.
 *
 * @param value A number; or a bigint, which is one of 64 bits.
 */
export function numberKey(value: number | bigint): Uint8Array {
  if (typeof value === "bigint") return wholeKey(value);
  return Number.isNaN(value) ? NAN_KEY : doubleKey(NUMBER, value, 0);
}

/** The key of a Date, of its milliseconds since 1970. */
export function dateKey(time: number): Uint8Array {
  return doubleKey(DATE, time, 0);
}

/** The first key behind a key: an inclusive upper bound, and an exclusive lower one. */
export function keyAfter(key: Uint8Array): Uint8Array {
  const after = new Uint8Array(key.length + 1);
  after.set(key);
  return after;
}

/** Compares two keys by their bytes. Less than 0 if `a` comes first, 0 if they are the same. */
export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The text of a few bytes. Canonical texts are ASCII, and a `TextDecoder` takes several times as long. */
function shortText(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

function keyOfBooleanText(text: string): Uint8Array | undefined {
  return text === "true" || text === "false" ? booleanKey(text === "true") : undefined;
}

function keyOfWholeText(text: string): Uint8Array | undefined {
  if (!WHOLE.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? doubleKey(NUMBER, value, 0) : wholeKey(BigInt(text));
}

function keyOfDoubleText(text: string): Uint8Array | undefined {
  const value = Number(text);
  if (Number.isNaN(value)) return text === "NaN" ? NAN_KEY : undefined;
  return text === "" ? undefined : doubleKey(NUMBER, value, 0);
}

function keyOfDateText(text: string): Uint8Array | undefined {
  if (!text.endsWith("+0000")) return undefined;
  const time = Date.parse(`${text.slice(0, -5)}Z`);
  return Number.isNaN(time) ? undefined : dateKey(time);
}

function wholeKey(value: bigint): Uint8Array {
  const near = Number(value);
  const isBelow = BigInt(near) <= value;
  const double = isBelow ? near : nextBelow(near);
  return doubleKey(NUMBER, double, Number(value - BigInt(double)));
}

/** The next smaller double of a number that is not 0. */
function nextBelow(value: number): number {
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, bits + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

/**
 * Encodes a double so that the bytes are ordered as the numbers: of a negative number all bits are inverted, of another one the sign.
 *
 * @param rest What is beyond the double, less than 2^16. Two Longs of one double are less than 2^11 apart.
 */
function doubleKey(kind: number, value: number, rest: number): Uint8Array {
  // -0 becomes 0.
  view.setFloat64(0, value + 0);
  const key = new Uint8Array(11);
  key[0] = kind;
  const isNegative = (viewed[0] ?? 0) >= 0x80;
  const inverted = isNegative ? 0xff : 0;
  for (let i = 0; i < 8; i++) key[i + 1] = (viewed[i] ?? 0) ^ inverted;
  if (!isNegative) key[1] = (key[1] ?? 0) ^ 0x80;
  key[9] = rest >>> 8;
  key[10] = rest & 0xff;
  return key;
}

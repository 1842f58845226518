/**
 * The value of a variable in plain JavaScript, as the test engine gives it:
 *
 * - a string for String, Xml, and an Object in XML
 * - a boolean for Boolean
 * - a number for Short, Integer, Double, and for a Long from -(2^53 - 1) to 2^53 - 1; a bigint for any other Long
 * - a Date for Date
 * - what the JSON says for Json, and for an Object in JSON: see {@linkcode PlainJson}
 * - a File for File, with its name, type and bytes. The charset is part of the type. As in the web platform, a type is in lower case
 * - a Uint8Array for Bytes, and for an Object that is a Java serialization stream
 * - `null` for Null, and for the typed null of any other type
 */
export type PlainValue = string | number | bigint | boolean | Date | Uint8Array | File | PlainJson;

/**
 * JSON in plain JavaScript. A whole number beyond 2^53 - 1 is a bigint, so it keeps its digits; a number that JavaScript cannot hold
 * with all its digits, such as 3.14159265358979323846, is refused with a RangeError.
 */
export type PlainJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly PlainJson[]
  | { readonly [name: string]: PlainJson };

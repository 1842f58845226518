/**
 * The value of a variable in JavaScript:
 *
 * - a string for String, Json, Xml, and an Object that is serialized as text. The JSON of a Json stays text, so that no digit is lost
 * - a boolean for Boolean
 * - a number for Short, Integer, Double, and for a Long from -(2^53 - 1) to 2^53 - 1; a bigint for any other Long
 * - a Date for Date, exact to the millisecond as the engine's
 * - a Uint8Array for Bytes, File, and an Object that is a Java serialization stream
 * - `null` for Null, and for the typed null of any other type
 */
export type VariableValue = string | number | bigint | boolean | Date | Uint8Array | null;

import type { ValueInfo } from "../../storage/storage.ts";
import { parseBoolean } from "./_parse_boolean.ts";
import { parseDate } from "./_parse_date.ts";
import { parseDouble } from "./_parse_double.ts";
import { type IntegerRange, parseInteger } from "./_parse_integer.ts";
import type { VariableValue } from "./variable_value.ts";

/** A type whose values are stored as their canonical text: `42`, `1.0`, `NaN`. */
export interface ScalarValueType {
  /** Name in the REST API. */
  readonly name: string;
  readonly stored: "scalar";
  /** The members of the value info that are stored with a value; empty. */
  readonly valueInfo: readonly (keyof ValueInfo)[];
  /** Name of the Java class of its values, as the engine's messages quote it. */
  readonly javaType: string;
  /** Converts a text without blanks around it to the canonical text; `undefined` if it is not a value of the type. */
  readonly parse: (text: string) => string | undefined;
  /** Converts the canonical text to a value of JavaScript. */
  readonly decode: (text: string) => VariableValue;
}

/** A type whose values are stored as they were sent. */
export interface ContentValueType {
  /** Name in the REST API. */
  readonly name: string;
  /**
   * The kind of content: `bytes` for any bytes, `text` for UTF-8, `json` for JSON in UTF-8, `serialized` for bytes or text in the
   * format that the value info names, `none` for no content.
   */
  readonly stored: "bytes" | "text" | "json" | "serialized" | "none";
  /** The members of the value info that are stored with a value. */
  readonly valueInfo: readonly (keyof ValueInfo)[];
}

/** One of the engine's value types. */
export type ValueType = ScalarValueType | ContentValueType;

/** All value types. */
const TYPES: readonly ValueType[] = [
  content("Bytes", "bytes"),
  content("File", "bytes", ["filename", "mimeType", "encoding"]),
  content("Object", "serialized", ["objectTypeName", "serializationDataFormat"]),
  content("String", "text"),
  content("Xml", "text"),
  content("Json", "json"),
  scalar("Boolean", "java.lang.Boolean", parseBoolean, (text) => text === "true"),
  whole("Short", "java.lang.Short", { min: "-32768", max: "32767" }),
  whole("Integer", "java.lang.Integer", { min: "-2147483648", max: "2147483647" }),
  whole("Long", "java.lang.Long", { min: "-9223372036854775808", max: "9223372036854775807" }),
  scalar("Double", "java.lang.Double", parseDouble, Number),
  scalar("Date", "java.util.Date", parseDate, decodeDate),
  content("Null", "none"),
];

/** The names of all value types. */
export const TYPE_NAMES: readonly string[] = TYPES.map(({ name }) => name);

/** The types by their names. As in the engine, the first letter may also be small. */
const BY_NAME: ReadonlyMap<string, ValueType> = new Map(
  TYPES.flatMap((type) => [
    [type.name, type],
    [type.name.charAt(0).toLowerCase() + type.name.slice(1), type],
  ]),
);

/**
 * Finds a value type of the engine by its name in the REST API. As in the engine, the first letter may be of either case:
 * `bytes` is `Bytes`, but `BYTES` is not a type.
 *
 * @param name The name, as it was sent.
 * @returns The type; `undefined` if there is no type of this name.
 */
export function findValueType(name: string): ValueType | undefined {
  return BY_NAME.get(name);
}

function content(
  name: string,
  stored: ContentValueType["stored"],
  valueInfo: readonly (keyof ValueInfo)[] = [],
): ContentValueType {
  return { name, stored, valueInfo };
}

function scalar(
  name: string,
  javaType: string,
  parse: ScalarValueType["parse"],
  decode: ScalarValueType["decode"],
): ScalarValueType {
  return { name, stored: "scalar", valueInfo: [], javaType, parse, decode };
}

function whole(name: string, javaType: string, range: IntegerRange): ScalarValueType {
  return scalar(name, javaType, (text) => parseInteger(text, range), decodeWhole);
}

/** Gives a number if that keeps every digit, else a bigint. */
function decodeWhole(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function decodeDate(text: string): Date {
  return new Date(text.replace("+0000", "Z"));
}

import type { ValueInfo } from "../../storage/storage.ts";
import { parseBoolean } from "./_parse_boolean.ts";
import { parseDate } from "./_parse_date.ts";
import { parseDouble } from "./_parse_double.ts";
import { type IntegerRange, parseInteger } from "./_parse_integer.ts";

/** A type of one plain value, stored as its canonical text: `42`, `1.0`, `NaN`. */
export interface ScalarValueType {
  /** Name in the REST API. */
  readonly name: string;
  readonly stored: "scalar";
  /** The value info that is stored with it: none. */
  readonly valueInfo: readonly (keyof ValueInfo)[];
  /** Name of the Java class of its values, as the engine's messages quote it. */
  readonly javaType: string;
  /** The numbers that it holds, if they are whole. */
  readonly range?: IntegerRange;
  /** Its canonical text, given a text without blanks around it; `undefined` if that is no such value. */
  readonly parse: (text: string) => string | undefined;
}

/** A type whose content is stored as it was sent. */
export interface ContentValueType {
  /** Name in the REST API. */
  readonly name: string;
  /**
   * `bytes`: any bytes. `text`: UTF-8. `json`: UTF-8 that is JSON. `serialized`: bytes or JSON, as its value info says.
   * `none`: there is no content.
   */
  readonly stored: "bytes" | "text" | "json" | "serialized" | "none";
  /** The value info that is stored with it. */
  readonly valueInfo: readonly (keyof ValueInfo)[];
}

/** One of the engine's value types. */
export type ValueType = ScalarValueType | ContentValueType;

/** The one table of them. */
const TYPES: readonly ValueType[] = [
  content("Bytes", "bytes"),
  content("File", "bytes", ["filename", "mimeType", "encoding"]),
  content("Object", "serialized", ["objectTypeName", "serializationDataFormat"]),
  content("String", "text"),
  content("Xml", "text"),
  content("Json", "json"),
  scalar("Boolean", "java.lang.Boolean", parseBoolean),
  whole("Short", "java.lang.Short", { min: "-32768", max: "32767" }),
  whole("Integer", "java.lang.Integer", { min: "-2147483648", max: "2147483647" }),
  whole("Long", "java.lang.Long", { min: "-9223372036854775808", max: "9223372036854775807" }),
  scalar("Double", "java.lang.Double", parseDouble),
  scalar("Date", "java.util.Date", parseDate),
  content("Null", "none"),
];

/** By their names, and by these with a small first letter, as they are in the engine. */
const BY_NAME: ReadonlyMap<string, ValueType> = new Map(
  TYPES.flatMap((type) => [
    [type.name, type],
    [type.name.charAt(0).toLowerCase() + type.name.slice(1), type],
  ]),
);

/**
 * Finds a value type of the engine by its name in the REST API. As in the engine the first letter may be of either case:
 * `bytes` is `Bytes`, `BYTES` is none.
 *
 * @param name The name, as it was sent.
 * @returns The type, or `undefined` if there is none of that name.
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

function scalar(name: string, javaType: string, parse: ScalarValueType["parse"]): ScalarValueType {
  return { name, stored: "scalar", valueInfo: [], javaType, parse };
}

function whole(name: string, javaType: string, range: IntegerRange): ScalarValueType {
  return { ...scalar(name, javaType, (text) => parseInteger(text, range)), range };
}

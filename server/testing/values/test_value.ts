/**
 * A value of a variable, as a test writes it. The type of the variable follows from the value:
 *
 * | value | type |
 * | --- | --- |
 * | `"text"` | String |
 * | `true` | Boolean |
 * | `42` | Integer; Long beyond 32 bits. Beyond 2^53 - 1 write a bigint |
 * | `42n` | Long |
 * | `1.5`, `-0`, `NaN`, `Infinity` | Double |
 * | `null` | Null |
 * | a Date | Date |
 * | a Uint8Array, such as a Buffer, or an ArrayBuffer | Bytes |
 * | a File of the web platform | File: its name is the file name, its type media type and charset |
 * | an array or a plain object | Json, or Object, as the option `objects` says |
 * | a {@linkcode TypedTestValue} | the one that it names |
 *
 * In JSON there may be `null`, booleans, strings, finite numbers up to 2^53 - 1 if they are whole, bigints, arrays and plain objects.
 * Anything else is refused with a TypeError that says what to write.
 *
 * It is read back deeply equal, with these exceptions: a bigint that a number can hold comes back as a number, a Buffer or an
 * ArrayBuffer as a Uint8Array, and the type of a File as `type/subtype; charset=name`.
 */
export type TestValue = string | number | bigint | boolean | null | object;

/** Values of variables, by their names. */
export type TestVariables = Readonly<Record<string, TestValue>>;

/**
 * A value with its type. An object that has only these members, and in which `type` is a string, is always taken for one. To store such
 * an object itself, write `{ type: "Json", value: object }`.
 */
export interface TypedTestValue {
  /** REST name of the value type: Boolean, Short, Integer, Long, Double, Date, String, Json, Xml, Object, Bytes, File or Null. */
  readonly type: string;
  /**
   * The value, as plain as without a type; `null` is the typed null, which a File does not have. Besides,
   *
   * - a text such as `"42"` is a value of a Boolean, a number or a Date,
   * - a string is the serialized text of a Json or an Object, so the Json of a string is `'"text"'`,
   * - a string is the text of a Bytes or a File in UTF-8, never base64,
   * - a Blob holds the bytes of a Bytes or a File,
   * - bytes are an Object that is a Java serialization stream; the name of its class is read from them.
   */
  readonly value: TestValue;
  /** What the type needs besides. Members that follow from the value may be left out. */
  readonly valueInfo?: TestValueInfo | undefined;
}

/** Information about a value. */
export interface TestValueInfo {
  /** Name of a File. Default: the name of the File that is the value. */
  readonly filename?: string | undefined;
  /** Media type of a File. Default: that of the Blob that is the value. */
  readonly mimeType?: string | undefined;
  /** Encoding of a File. Default: the charset of the Blob that is the value. */
  readonly encoding?: string | undefined;
  /**
   * Java class of an Object. Default: `java.util.ArrayList` for an array, `java.util.LinkedHashMap` for an object, and for bytes the
   * class in the stream.
   */
  readonly objectTypeName?: string | undefined;
  /**
   * Format of an Object: `application/json`, `application/xml` or `application/x-java-serialized-object`. Default: the last one for
   * bytes, else the first.
   */
  readonly serializationDataFormat?: string | undefined;
}

/** What arrays and plain objects become: a Json, or an Object in JSON of a Java list or map. */
export type ObjectsAs = "Json" | "Object";

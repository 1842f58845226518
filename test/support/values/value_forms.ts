/** The JSON that each value type accepts and refuses, and what comes back. The tests and the printed table use it. */

import type { DifferenceId } from "../../rest/differences.ts";

/** A form in which a value is sent. */
export interface SentForm {
  /** The member `value`, as JSON; absent if it is not sent. */
  readonly sent?: string;
  /** The member `valueInfo`, as JSON; absent if it is not sent. */
  readonly info?: string;
  /** The documented difference, if the engine answers otherwise. */
  readonly differs?: DifferenceId;
}

/** A form that is accepted. */
export interface AcceptedForm extends SentForm {
  /** The value that comes back, as JSON; then the value with `deserializeValue=false`, if it differs. */
  readonly value: string;
  readonly serialized?: string;
  /** The type that comes back. Default: the sent type. */
  readonly type?: string;
  /** The value info that comes back, as JSON. Default `{}`. */
  readonly valueInfo?: string;
}

/** A form that is refused. */
export interface RefusedForm extends SentForm {
  /** The message, without the prefix that all messages of a request have. */
  readonly message: string;
  /** The engine's exception. Default InvalidRequestException. */
  readonly exception?: "RestException";
}

/** All forms of one type. */
export interface TypeForms {
  /** The type as it is sent; `undefined` if no type is sent. */
  readonly type: string | undefined;
  readonly accepted: readonly AcceptedForm[];
  readonly refused: readonly RefusedForm[];
}

const LONE_SURROGATE = String.raw`"\ud800"`;
const JSON_FORMAT = `"serializationDataFormat":"application/json"`;
const JSON_INFO = `{"objectTypeName":"foo.bar.Customer",${JSON_FORMAT}}`;
const XML_INFO = `{"objectTypeName":"foo.bar.Customer","serializationDataFormat":"application/xml"}`;
const JAVA_INFO = `{"objectTypeName":"foo.bar.Customer","serializationDataFormat":"application/x-java-serialized-object"}`;

/** Values that come back as they were sent. */
function same(...values: readonly string[]): AcceptedForm[] {
  return values.map((value) => ({ sent: value, value }));
}

/** Values that all come back as the same value. */
function as(value: string, ...sent: readonly string[]): AcceptedForm[] {
  return sent.map((form) => ({ sent: form, value }));
}

/** Values that the engine cannot convert, with the text that the message shows if it is not the JSON itself. */
function unconvertible(
  type: string,
  javaType: string,
  ...sent: readonly (string | readonly [sent: string, shown: string])[]
): RefusedForm[] {
  return sent.map((form) => {
    const [json, shown] = typeof form === "string" ? [form, unquoted(form)] : form;
    const message = `Cannot convert value '${shown}' of type '${type}' to java type ${javaType}`;
    return { sent: json, message };
  });
}

/** Forms that the engine answers otherwise. */
function differing<Form extends SentForm>(differs: DifferenceId, forms: readonly Form[]): Form[] {
  return forms.map((form) => ({ ...form, differs }));
}

function unquoted(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : json;
}

const NO_SENT: AcceptedForm = { value: "null" };
const ILL_FORMED: RefusedForm = {
  differs: "loneSurrogate",
  sent: LONE_SURROGATE,
  message: "Cannot store the value: it is not well-formed Unicode (a lone surrogate)",
};

function notText(type: string, ...sent: readonly string[]): RefusedForm[] {
  const message = `Must provide 'null' or String value for value of SerializableValue type '${type}'.`;
  return sent.map((form) => ({ sent: form, message }));
}

function noJson(type: string, sent: string, problem: string): RefusedForm {
  return {
    sent,
    differs: "notJson",
    message: `Cannot read the value of type '${type}': Cannot parse the JSON: ${problem}`,
  };
}

/** The forms of a whole number. */
function wholeNumber(
  type: string,
  min: string,
  max: string,
  below: string,
  above: string,
): TypeForms {
  const javaType = `java.lang.${type}`;
  return {
    type,
    accepted: [
      ...same("0", "42", "-7", min, max),
      ...as("42", `"42"`, `"+42"`, `" 42 "`, `"0042"`),
      ...differing("looseNumbers", as("42", `"\\t42\\n"`)),
      ...as("0", "-0", `"-0"`),
      ...as(max, `"${max}"`),
      ...as(min, `"${min}"`),
      ...as("null", "null", `""`, `"null"`),
      NO_SENT,
    ],
    refused: [
      ...unconvertible(
        type,
        javaType,
        below,
        above,
        `"${above}"`,
        "1.5",
        "1.0",
        `"1.5"`,
        `"0x10"`,
        `"1,000"`,
        `"4x2"`,
        "true",
        "[1]",
      ),
      ...differing("quotedValue", unconvertible(type, javaType, "1e2", `{"a":1}`)),
      ...differing("blankScalar", unconvertible(type, javaType, `" "`)),
      ...differing("otherText", unconvertible(type, javaType, `"٤٢"`)),
    ],
  };
}

/** The forms of all types. */
export const VALUE_FORMS: readonly TypeForms[] = [
  {
    type: "Boolean",
    accepted: [
      ...same("true", "false"),
      ...as("true", `"true"`, `"True"`, `"TRUE"`, `" true "`),
      ...as("false", `"false"`, `"False"`, `"FALSE"`),
      ...as("null", "null", `""`, `"null"`),
      NO_SENT,
    ],
    refused: unconvertible("Boolean", "java.lang.Boolean", "0", "1", `"yes"`, `"tRuE"`, "[]", "{}"),
  },
  wholeNumber("Short", "-32768", "32767", "-32769", "32768"),
  wholeNumber("Integer", "-2147483648", "2147483647", "-2147483649", "2147483648"),
  wholeNumber(
    "Long",
    "-9223372036854775808",
    "9223372036854775807",
    "-9223372036854775809",
    "9223372036854775808",
  ),
  {
    type: "Double",
    accepted: [
      ...differing("negativeZero", same("-0.0")),
      ...same("1.0", "1.5", "1.0E10", "1.7976931348623157E308", "4.9E-324"),
      ...as("1.0", "1", `"1"`, `"+1"`, `" 1.0 "`, `"1."`, "1e0", "10e-1"),
      ...as("0.5", `".5"`, "5e-1"),
      ...as("0.0", "0", "1e-999"),
      ...as(`"NaN"`, `"NaN"`),
      ...as(`"Infinity"`, `"Infinity"`),
      ...differing("looseNumbers", as(`"Infinity"`, `"+Infinity"`)),
      ...as(`"-Infinity"`, `"-Infinity"`),
      ...as("null", "null", `""`, `"null"`),
      NO_SENT,
    ],
    refused: [
      ...unconvertible(
        "Double",
        "java.lang.Double",
        `"1,5"`,
        `"0x10"`,
        `"nan"`,
        "true",
        "[1.5]",
        "{}",
      ),
      ...differing("otherText", unconvertible("Double", "java.lang.Double", `"INF"`)),
      ...differing("beyondType", unconvertible("Double", "java.lang.Double", "1e999")),
    ],
  },
  {
    type: "String",
    accepted: [
      ...same(`""`, `"text"`, `" a\\nb "`, `"é€😀"`, `"null"`, String.raw`"\"\\\u0000\u001f"`),
      ...as(`"é/"`, String.raw`"\u00e9\/"`),
      ...as(`"1"`, "1"),
      ...differing("numberForString", as(`"1.50"`, "1.50")),
      ...as(`"true"`, "true"),
      ...as("null", "null"),
      NO_SENT,
    ],
    refused: [
      ...differing(
        "structureForString",
        unconvertible("String", "java.lang.String", "[1,2]", `{"a":1}`),
      ),
      ILL_FORMED,
    ],
  },
  {
    type: "Date",
    accepted: [
      ...same(`"2013-01-23T13:42:42.000+0000"`),
      ...differing("oldDates", same(`"0000-01-01T00:00:00.000+0000"`)),
      ...as(
        `"2013-01-23T11:42:42.123+0000"`,
        `"2013-01-23T13:42:42.123+0200"`,
        `" 2013-01-23T06:42:42.123-0500 "`,
      ),
      ...differing("dates", [
        ...as(
          `"2013-01-23T11:42:42.123+0000"`,
          `"2013-01-23T13:42:42.123+02:00"`,
          `"2013-01-23T11:42:42.123Z"`,
          `"2013-01-23t11:42:42.123456z"`,
        ),
        ...as(`"2013-01-23T11:42:42.000+0000"`, `"2013-01-23T11:42:42Z"`),
        ...as(`"2012-02-29T00:00:00.000+0000"`, `"2012-02-29T00:00:00Z"`),
      ]),
      ...as("null", "null", `""`, `"null"`),
      NO_SENT,
    ],
    refused: [
      ...unconvertible(
        "Date",
        "java.util.Date",
        `"2013-01-23"`,
        `"2013-01-23T13:42:42"`,
        `"2013-01-23T13:42:42.000"`,
        `"2013-01-23T13:42:42+0200"`,
        `"23.01.2013"`,
        "1358942562000",
        `"1358942562000"`,
        "true",
        "[2013]",
      ),
      ...differing(
        "dates",
        unconvertible(
          "Date",
          "java.util.Date",
          `"2013-01-23T13:42:42.000 CET"`,
          `"2013-01-23T13:42:42.000+0200x"`,
          `"2013-13-01T00:00:00.000+0000"`,
          `"2013-02-29T00:00:00.000+0000"`,
          `"2013-01-23T24:00:00.000+0000"`,
        ),
      ),
    ],
  },
  {
    type: "Bytes",
    accepted: [
      ...same(`""`, `"AA=="`, `"AAA="`, `"AAAA"`, `"/+8="`),
      ...differing("brokenBase64Lines", as(`"AAAA"`, String.raw`"AA\r\nAA\n"`)),
      ...as(`"/+8="`, String.raw`"\/+8="`),
      ...as("null", "null"),
      NO_SENT,
    ],
    refused: [
      ...unconvertible(
        "Bytes",
        "[B",
        `"AA"`,
        `"AAA"`,
        `"A"`,
        `"AA="`,
        `"AA==="`,
        `"_-8="`,
        `"AA AA"`,
        `"%PDF"`,
      ),
      ...differing(
        "looseFile",
        unconvertible("Bytes", "[B", `"AB=="`, `"AA==AA=="`, "1234", "true"),
      ),
      ...differing("quotedValue", unconvertible("Bytes", "[B", "[1,2]", `{"a":1}`)),
    ],
  },
  {
    type: "Null",
    accepted: [...same("null"), NO_SENT],
    refused: unconvertible(
      "Null",
      "javax.lang.model.type.NullType",
      `""`,
      `"null"`,
      "0",
      "false",
      "[]",
    ),
  },
  {
    type: "File",
    accepted: [
      {
        sent: `"AAAA"`,
        info: `{"filename":"a.pdf"}`,
        value: "null",
        valueInfo: `{"filename":"a.pdf"}`,
      },
      {
        sent: `""`,
        info: `{"filename":"ü\\r\\n","mimeType":"text/plain; charset=utf-8","encoding":"UTF-8"}`,
        value: "null",
        valueInfo: `{"encoding":"UTF-8","filename":"ü\\r\\n","mimeType":"text/plain; charset=utf-8"}`,
      },
      {
        sent: `"AAAA"`,
        info: `{"filename":"a","mimeType":"","encoding":"","mimetype":"text/plain","size":3}`,
        value: "null",
        valueInfo: `{"filename":"a"}`,
      },
    ],
    refused: [
      ...differing("incompleteFile", [
        { sent: `"AAAA"`, message: "Cannot create file without valueInfo." },
        { sent: `"AAAA"`, info: "null", message: "Cannot create file without valueInfo." },
      ]),
      ...(
        [
          ["{}", "emptyBody"],
          [`{"filename":null}`, "emptyBody"],
          [`{"filename":""}`, "looseFile"],
        ] as const
      ).map(([info, differs]) => ({
        sent: `"AAAA"`,
        info,
        differs,
        message:
          "Cannot create file without filename! Please set a name into ValueInfo with key filename",
      })),
      {
        sent: `"AAAA"`,
        info: `{"fileName":"a"}`,
        differs: "emptyBody",
        message:
          "Cannot create file without filename! Please set a name into ValueInfo with key filename: 'valueInfo' has 'fileName'",
      },
      {
        sent: `"AAAA"`,
        info: `{"filename":7}`,
        differs: "looseFile",
        message: "Cannot read the variable: 'filename' in 'valueInfo' must be a string",
      },
      {
        sent: `"AAAA"`,
        info: String.raw`{"filename":"\udc00"}`,
        differs: "loneSurrogate",
        message:
          "Cannot read the variable: 'filename' in 'valueInfo' is not well-formed Unicode (a lone surrogate)",
      },
      {
        sent: `"AAAA"`,
        info: String.raw`{"filename":"a\u0000"}`,
        differs: "looseFile",
        message: "Cannot create file: its filename contains U+0000",
      },
      {
        sent: `"AAAA"`,
        info: `{"filename":"a","mimeType":null}`,
        differs: "incompleteFile",
        message:
          "The provided mime type is null. Set a non-null mime type into ValueInfo with key 'mimeType'",
      },
      {
        sent: `"AAAA"`,
        info: `{"filename":"a","encoding":null}`,
        differs: "incompleteFile",
        message:
          "The provided encoding is null. Set a non-null encoding into ValueInfo with key 'encoding'",
      },
      {
        sent: `"AAAA"`,
        info: `{"filename":"a","mimeType":"plain"}`,
        differs: "looseFile",
        message: "Invalid mime type given",
      },
      ...["null", "1", "[]"].map((sent) => ({
        sent,
        differs: "incompleteFile" as const,
        info: `{"filename":"a"}`,
        message: "Provided value is not of File, InputStream or byte[] type.",
      })),
      ...unconvertible("File", "[B", `"AA"`, `"%PDF"`, `"_-8="`).map((form) => ({
        ...form,
        differs: "looseFile" as const,
        info: `{"filename":"a"}`,
      })),
    ],
  },
  {
    type: "Json",
    accepted: [
      ...[`{"a":[1.50,"é"]}`, "[]", "1", "null", `"text"`].map((json) => ({
        sent: JSON.stringify(json),
        differs: "deserializedJson" as const,
        value: json,
        serialized: JSON.stringify(json),
      })),
      { sent: `"\\ufeff[1]"`, value: "[1]", serialized: `"[1]"`, differs: "deserializedJson" },
      ...same("null"),
      NO_SENT,
    ],
    refused: [
      ...notText("Json", `{"a":1}`, "[1]", "1", "true"),
      noJson(
        "Json",
        `"{'a':1}"`,
        "expected a name in quotes or '}', found ''' (line 1, column 2, byte 1)",
      ),
      noJson("Json", `""`, "expected a value, found the end (line 1, column 1, byte 0)"),
      ILL_FORMED,
    ],
  },
  {
    type: "Xml",
    accepted: [...same(`"<a/>"`, `"<a>"`, `""`, "null"), NO_SENT],
    refused: [...notText("Xml", "{}", "1"), ILL_FORMED],
  },
  {
    type: "Object",
    accepted: [
      {
        sent: String.raw`"{\"id\":7}"`,
        info: JSON_INFO,
        differs: "unknownClass",
        value: `{"id":7}`,
        serialized: String.raw`"{\"id\":7}"`,
        valueInfo: JSON_INFO,
      },
      {
        sent: `"<a/>"`,
        info: XML_INFO,
        differs: "unknownClass",
        value: `"<a/>"`,
        valueInfo: XML_INFO,
      },
      { sent: "null", info: JSON_INFO, value: "null", valueInfo: JSON_INFO },
      ...differing("nullObject", [...same("null"), NO_SENT]),
    ],
    refused: [
      ...notText("Object", "{}", "[1]", "1").map((form) => ({ ...form, info: JSON_INFO })),
      {
        ...noJson(
          "Object",
          `"{"`,
          "expected a name in quotes or '}', found the end (line 1, column 2, byte 1)",
        ),
        info: JSON_INFO,
      },
      ...[`"rO0AB"`, "null"].map((sent) => ({
        sent,
        info: JAVA_INFO,
        differs: "badObject" as const,
        exception: "RestException" as const,
        message:
          "ENGINE-17007 Cannot set variable with name x. Java serialization format is prohibited",
      })),
      {
        sent: `"{}"`,
        info: `{"objectTypeName":"foo.bar.Customer"}`,
        differs: "badObject",
        exception: "RestException",
        message:
          "Cannot find serializer for value 'ObjectValue [value=null, isDeserialized=false, serializationDataFormat=null, objectTypeName=foo.bar.Customer, serializedValue=2 chars, isTransient=false]'.",
      },
      {
        sent: "null",
        info: `{"serializationDataFormat":"text/yaml"}`,
        differs: "badObject",
        exception: "RestException",
        message:
          "Cannot find serializer for value 'ObjectValue [value=null, isDeserialized=false, serializationDataFormat=text/yaml, objectTypeName=null, serializedValue=null, isTransient=false]'.",
      },
      {
        sent: `"{}"`,
        info: `{${JSON_FORMAT}}`,
        differs: "badObject",
        exception: "RestException",
        message:
          "Cannot write serialized value for variable 'x': no 'objectTypeName' provided for non-null value.",
      },
    ],
  },
  {
    type: "Number",
    accepted: [],
    refused: [
      {
        sent: "1",
        differs: "badObject",
        exception: "RestException",
        message: "Cannot serialize value of abstract type number",
      },
    ],
  },
  {
    type: undefined,
    accepted: [
      { sent: `"text"`, value: `"text"`, type: "String" },
      { sent: "true", value: "true", type: "Boolean" },
      { sent: "2147483647", value: "2147483647", type: "Integer" },
      { sent: "-0", value: "0", type: "Integer" },
      { sent: "2147483648", value: "2147483648", type: "Long" },
      { sent: "-9223372036854775808", value: "-9223372036854775808", type: "Long" },
      { sent: "1.0", value: "1.0", type: "Double" },
      { sent: "1e2", value: "100.0", type: "Double" },
      { sent: "null", value: "null", type: "Null" },
      { value: "null", type: "Null" },
      {
        sent: `[1, {"b": 1.50, "a": [], "b": null}]`,
        differs: "untypedObject",
        value: `[1,{"b":null,"a":[]}]`,
        serialized: String.raw`"[1,{\"b\":null,\"a\":[]}]"`,
        type: "Object",
        valueInfo: `{"objectTypeName":"java.util.ArrayList",${JSON_FORMAT}}`,
      },
      {
        sent: `{"__proto__": {"a": "\\n"}}`,
        differs: "untypedObject",
        value: `{"__proto__":{"a":"\\n"}}`,
        serialized: String.raw`"{\"__proto__\":{\"a\":\"\\n\"}}"`,
        type: "Object",
        valueInfo: `{"objectTypeName":"java.util.LinkedHashMap",${JSON_FORMAT}}`,
      },
    ],
    refused: [
      {
        sent: "9223372036854775808",
        differs: "beyondType",
        message: "Cannot infer the type of value '9223372036854775808': it is too great for a Long",
      },
      {
        sent: "-1e999",
        differs: "beyondType",
        message: "Cannot infer the type of value '-1e999': it is too great for a Double",
      },
      ILL_FORMED,
    ],
  },
];

/** Which parts a form has, and of which type its variable is; Files and Java types have pages of their own. */
import { invalid, NOT_BINARY, refused, variable } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import type { RestCase, Step } from "../rest_case.ts";
import { data, refuses, stores, storesBytes, text } from "./form_cases.ts";

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const MANY_PARTS = Array.from({ length: 19 }, (_, index) => text(`p${index}`, "y"));
const JAVA_INFO = '{"serializationDataFormat":"application/x-java-serialized-object"}';
const FILE_INFO = '{"filename":"a.txt","mimeType":"text/plain"}';
const DOWNLOAD: Step[1] = {
  status: 200,
  contentType: "text/plain",
  disposition: `attachment; filename="a.txt"; filename*=UTF-8''a.txt`,
  body: "x",
};

const BYTES: readonly RestCase[] = [
  storesBytes("data alone", [data("bytes")], "bytes"),
  storesBytes("empty data", [data("")], ""),
  storesBytes("all bytes", [data(ALL_BYTES)], String.fromCharCode(...ALL_BYTES)),
  storesBytes("data of HTML", [data("<p>", "text/html; charset=utf-8")], "<p>"),
  storesBytes("data without a media type", [data("x", "no media type")], "x"),
  storesBytes("data of jsonx", [data("[1]", "application/jsonx")], "[1]"),
  storesBytes("data with a file name", [data("x", "image/png", "a.png")], "x"),
  storesBytes("valueType Bytes", [data("x"), text("valueType", "Bytes")], "x"),
  storesBytes("valueType bytes", [data("x"), text("valueType", "bytes")], "x"),
  storesBytes("valueType before data", [text("valueType", "bytes"), data("x")], "x"),
  storesBytes(
    "JSON with valueType Bytes",
    [data("[1]", "application/json"), text("valueType", "Bytes")],
    "[1]",
  ),
  storesBytes(
    "valueType as text/plain",
    [data("x"), text("valueType", "Bytes", "text/plain; charset=US-ASCII")],
    "x",
  ),
  storesBytes(
    "valueType as TEXT/PLAIN",
    [data("x"), text("valueType", "Bytes", "TEXT/PLAIN")],
    "x",
    "plainInCapitals",
  ),
  storesBytes("unknown parts", [text("note", "y"), data("x"), text("Data", "z")], "x"),
  storesBytes("two data", [data("1"), data("2")], "2"),
  storesBytes(
    "two valueType",
    [data("x"), text("valueType", "Nonsense"), text("valueType", "Bytes")],
    "x",
  ),
  storesBytes("20 parts", [...MANY_PARTS, data("x")], "x"),
];

const VARIABLE_TYPE: readonly RestCase[] = [
  storesBytes("variableType Bytes", [data("x"), text("variableType", "Bytes")], "x"),
  storesBytes(
    "variableType and valueType alike",
    [data("x"), text("variableType", "Bytes"), text("valueType", "bytes")],
    "x",
  ),
  stores(
    "variableType serializable",
    [data("x"), text("variableType", "serializable")],
    variable("Object", '"eA=="', JAVA_INFO),
    { status: 200, contentType: "application/octet-stream", body: "x" },
    "variableType",
  ),
  stores(
    "variableType File",
    [data("x", "text/plain", "a.txt"), text("variableType", "File")],
    variable("File", "null", FILE_INFO),
    DOWNLOAD,
    "variableType",
  ),
  refuses(
    "variableType and valueType that differ",
    [data("x"), text("variableType", "Bytes"), text("valueType", "File")],
    invalid("Form parts 'variableType' and 'valueType' must be the same: 'Bytes' and 'File'"),
    "variableType",
  ),
];

function missing(rest: string): Step[1] {
  return invalid(`Form part with name 'data' is missing: the form has ${rest}`);
}

function notPlain(name: string, contentType: string): Step[1] {
  return invalid(
    `Form part with name '${name}' must have a text/plain value: its Content-Type is '${contentType}', send text/plain or none`,
  );
}

/** Types that are not known, as `valueType`. */
const UNKNOWN_TYPES: readonly (readonly [type: string, differs?: DifferenceId])[] = [
  ["Blob"],
  ["BYTES"],
  [" Bytes"],
  ["Bytes "],
  ["Bytes\r\n"],
  ["", "missingPart"],
  ["Number", "quotedValue"],
];

const REFUSED: readonly RestCase[] = [
  refuses("no data", [text("valueType", "Bytes")], missing("'valueType'"), "missingPart"),
  refuses(
    "Data for data",
    [text("Data", "x")],
    missing("'Data', which is spelled differently"),
    "missingPart",
  ),
  refuses("no parts", [], missing("no part"), "missingPart"),
  refuses(
    "JSON without a type",
    [data("[1]", "application/json")],
    invalid(
      "Form part with name 'type' is missing, which 'data' of type application/json needs: to store it as it is, send valueType=Bytes (or File, Json)",
    ),
    "jsonWithoutType",
  ),
  ...UNKNOWN_TYPES.map(([type, differs]) =>
    refuses(
      `valueType ${JSON.stringify(type)}`,
      [data("x"), text("valueType", type)],
      refused(400, "RestException", `Unsupported value type '${type}'`),
      differs,
    ),
  ),
  ...["text/html", "application/octet-stream"].map((contentType) =>
    refuses(
      `valueType as ${contentType}`,
      [data("x"), text("valueType", "Bytes", contentType)],
      notPlain("valueType", contentType),
    ),
  ),
  refuses(
    "type as text/html",
    [data("[]", "application/json"), text("type", "java.util.ArrayList", "text/html")],
    notPlain("type", "text/html"),
    "badJavaType",
  ),
];

/** Values as `data`, and what they come to in JSON. */
const SCALARS = [
  ["Boolean", "true", "true"],
  ["Short", "7", "7"],
  ["Integer", "7", "7"],
  ["Long", "9223372036854775807", "9223372036854775807"],
  ["Double", "1.5", "1.5"],
  ["Date", "2013-01-23T13:42:42.000+0000", '"2013-01-23T13:42:42.000+0000"'],
  ["Null", "", "null"],
] as const;
const NO_SCALARS = [
  ["Integer", "4x2", "java.lang.Integer"],
  ["Boolean", "yes", "java.lang.Boolean"],
  ["Date", "today", "java.util.Date"],
] as const;

const TYPED: readonly RestCase[] = [
  stores(
    "String",
    [data("text"), text("valueType", "String")],
    variable("String", '"text"'),
    NOT_BINARY,
    "stringForm",
  ),
  ...SCALARS.map(([type, sent, value]) =>
    stores(
      type,
      [data(sent), text("valueType", type)],
      variable(type, value),
      NOT_BINARY,
      "scalarForm",
    ),
  ),
  ...NO_SCALARS.map(([type, sent, javaType]) =>
    refuses(
      `${type} of ${sent}`,
      [data(sent), text("valueType", type)],
      invalid(`Cannot convert value '${sent}' of type '${type}' to java type ${javaType}`),
      "scalarForm",
    ),
  ),
  refuses(
    "Null of x",
    [data("x"), text("valueType", "Null")],
    invalid("Cannot set a value of type 'Null': part 'data' must be empty, it has 1 bytes"),
    "scalarForm",
  ),
  stores(
    "Json",
    [data("[1]", "application/json"), text("valueType", "Json")],
    variable("Json", "[1]"),
    NOT_BINARY,
    "textForm",
    "Json",
  ),
  stores(
    "Xml",
    [data("<a/>", "application/xml"), text("valueType", "Xml")],
    variable("Xml", '"<a/>"'),
    NOT_BINARY,
    "textForm",
    "Xml",
  ),
  refuses(
    "Object",
    [data("[1]", "application/json"), text("valueType", "Object")],
    invalid("Must provide 'null' or String value for value of SerializableValue type 'Object'."),
  ),
];

export const FORMS: readonly RestCase[] = [...BYTES, ...VARIABLE_TYPE, ...REFUSED, ...TYPED];

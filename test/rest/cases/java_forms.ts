/** Forms with the part `type`, which names a Java type for `data` in JSON. */
import type { FormPart } from "../../server/_form.ts";
import { invalid, NOT_BINARY, variable } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import type { RestCase } from "../rest_case.ts";
import { data, refuses, stores, text } from "./form_cases.ts";

function typed(type: string, json: string, contentType = "application/json"): readonly FormPart[] {
  return [data(json, contentType), text("type", type)];
}

/** Types, and JSON that fits them. */
const FITTING = [
  ["java.util.ArrayList<java.lang.Object>", '["foo","bar"]'],
  ["java.util.ArrayList", '[1,"a",null,true,1.5]'],
  ["java.util.HashMap<java.lang.String,java.lang.Integer>", '{"a":1}'],
  ["java.util.LinkedHashMap", '{"b":1,"a":{"c":[]}}'],
  ["java.util.HashSet<java.lang.String>", '["a"]'],
  ["java.lang.String", '"a"'],
  ["java.lang.Integer", "7"],
  ["java.lang.Long", "7"],
  ["java.lang.Double", "1.5"],
  ["java.lang.Boolean", "true"],
] as const;

function storesObject(name: string, type: string, json: string, parts: readonly FormPart[]) {
  const info = `{"objectTypeName":"${type}","serializationDataFormat":"application/json"}`;
  return stores(name, parts, variable("Object", json, info), NOT_BINARY, "javaType");
}

/** What does not fit, and the message behind the engine's words. */
const UNFITTING: readonly (readonly [
  type: string,
  json: string,
  message: string,
  differs?: DifferenceId,
])[] = [
  [
    "foo.bar.Nowhere",
    "{}",
    "Cannot read JSON as 'foo.bar.Nowhere': the server is not aware of the Java class 'foo.bar.Nowhere'",
  ],
  [
    "java.util.ArrayList<",
    "[]",
    "Cannot parse the Java type name: expected a class name, found the end (character 21)",
  ],
  [
    "java.util.ArrayList",
    "[1,",
    "Cannot parse the JSON: expected a value, found the end (line 1, column 4, byte 3)",
  ],
  [
    "java.util.ArrayList",
    "{}",
    "Cannot read $ as 'java.util.ArrayList': expected an array, found an object (line 1, column 1, byte 0)",
  ],
  [
    "java.util.ArrayList",
    "1",
    "Cannot read $ as 'java.util.ArrayList': expected an array, found 1 (line 1, column 1, byte 0)",
  ],
  [
    "java.lang.Integer",
    '"x"',
    "Cannot read $ as 'java.lang.Integer': expected a whole number from -2147483648 to 2147483647, found \"x\" (line 1, column 1, byte 0)",
  ],
  [
    "java.lang.Integer",
    "1.5",
    "Cannot read $ as 'java.lang.Integer': expected a whole number from -2147483648 to 2147483647, found 1.5 (line 1, column 1, byte 0)",
    "javaShape",
  ],
];

const NOT_JSON = [undefined, "text/plain", "text/json"];

export const JAVA_FORMS: readonly RestCase[] = [
  ...FITTING.map(([type, json]) => storesObject(`type ${type}`, type, json, typed(type, json))),
  ...["application/json; charset=UTF-8", "Application/JSON"].map((contentType) =>
    storesObject(
      `type with ${contentType}`,
      "java.lang.String",
      '"a"',
      typed("java.lang.String", '"a"', contentType),
    ),
  ),
  storesObject("type with valueType", "java.lang.String", '"a"', [
    ...typed("java.lang.String", '"a"'),
    text("valueType", "Bytes"),
  ]),
  stores(
    "type with null",
    typed("java.lang.String", "null"),
    variable("Null", "null"),
    NOT_BINARY,
    "javaNull",
  ),
  ...UNFITTING.map(([type, json, message, differs = "badJavaType"]) =>
    refuses(
      `type ${type} with ${json}`,
      typed(type, json),
      invalid(`Could not deserialize JSON object: ${message}`),
      differs,
    ),
  ),
  ...NOT_JSON.map((contentType) =>
    refuses(
      `type with data of ${contentType ?? "no type"}`,
      [data("[]", contentType), text("type", "java.util.ArrayList")],
      invalid(
        `Unrecognized content type for serialized java type: ${contentType ?? null} (send 'data' as application/json)`,
      ),
    ),
  ),
];

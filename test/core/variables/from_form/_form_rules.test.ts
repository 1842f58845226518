/**
 * The rules of the binary form, row by row. Each row goes through the service with its parts in each order, whole and byte by byte,
 * and replaces a variable that exists.
 */

import assert from "node:assert/strict";
import type { VariableRecord } from "../../../../core/storage/storage.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { permutations } from "../../../support/permutations.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { suite } from "../../../support/suite.ts";
import { type FormPart, variableForm } from "../../../support/variable_form.ts";

/** A form, and its result: the stored variable, or the error. */
interface Row {
  readonly parts: readonly FormPart[];
  /** Whether the order of the parts matters, since some have the same name. */
  readonly ordered?: true;
  readonly type?: string;
  readonly valueInfo?: object;
  /** The stored content; `null` for a typed null. Default: the content of the last part `data`. */
  readonly content?: string | Uint8Array | null;
  readonly deprecated?: true;
  readonly hints?: readonly string[];
  /** The exception's name and its message. */
  readonly refused?: readonly [type: string, message: string | RegExp];
}

const test = suite("applyFormRules()");

const INVALID = "InvalidRequestException";
const JAVA = { serializationDataFormat: "application/x-java-serialized-object" };
const LATIN_1 = Uint8Array.of(0x46, 0xfc, 0xdf, 0x65);
const NOT_UTF_8 = Uint8Array.of(0x61, 0xff, 0x62);
const URL_ENCODED = "application/x-www-form-urlencoded";
/** Encodes a text in each encoding that has a byte order mark, with the mark. */
const MARKED: readonly ((text: string) => Uint8Array)[] = [
  (text) => Buffer.from(`\ufeff${text}`, "utf8"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
];
/** Content types of a part. A byte order mark decides over each of them. */
const LABELS = [undefined, "", "text/plain", "a/b; charset=UTF-8", "a/b; charset=UTF-16"].concat(
  ["UTF-16BE", "utf-16le", "ISO-8859-1", "us-ascii"].map((label) => `a/b; charset=${label}`),
);
const UTF_16 = new Uint8Array(Buffer.from("\ufeff[1]", "utf16le"));
/** The stream of a `java.util.ArrayList` up to its class descriptor. */
const JAVA_STREAM = new Uint8Array(
  Buffer.from("aced0005737200136a6176612e7574696c2e41727261794c6973740000000000000000", "hex"),
);

function data(content: string | Uint8Array, contentType?: string, filename?: string): FormPart {
  return {
    name: "data",
    content,
    ...(contentType !== undefined && { contentType }),
    ...(filename !== undefined && { filename }),
  };
}

function text(name: string, content: string | Uint8Array, contentType?: string): FormPart {
  return contentType === undefined ? { name, content } : { name, content, contentType };
}

function notPlain(name: string, contentType: string): string {
  return `Form part with name '${name}' must have a text/plain value: its Content-Type is '${contentType}', send text/plain or none`;
}

function notJson(contentType: string): string {
  return `Unrecognized content type for serialized java type: ${contentType} (send 'data' as application/json)`;
}

function unconvertible(value: string, type: string, javaType: string): readonly [string, string] {
  return [INVALID, `Cannot convert value '${value}' of type '${type}' to java type ${javaType}`];
}

/** Rows of one value type: the name in either part, with a first letter of either case. */
function typed(name: string, sent: FormPart, row: Omit<Row, "parts">): Row[] {
  const folded = name.charAt(0).toLowerCase() + name.slice(1);
  return [
    { ...row, parts: [sent, text("valueType", name)] },
    { ...row, parts: [sent, text("variableType", folded, "text/plain; charset=US-ASCII")] },
    { ...row, parts: [sent, text("variableType", name), text("valueType", folded, "TEXT/PLAIN")] },
  ];
}

const FILENAME_HINT =
  "Part 'data' has a file name, which is not stored with a Bytes; send valueType=File";
const TRANSIENT_HINT =
  "Part 'data' has transient=true, which works only for a File; the value is stored";
const NO_FILENAME =
  "Cannot create file without filename! Please set a name into ValueInfo with key filename";

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "data alone is Bytes": [
    { parts: [data("bytes")], type: "Bytes" },
    { parts: [data("")], type: "Bytes" },
    { parts: [data("<p>", "text/html; charset=utf-8")], type: "Bytes" },
    { parts: [data(NOT_UTF_8, "no media type")], type: "Bytes" },
    { parts: [data("[1]", "application/jsonx")], type: "Bytes" },
    { parts: [data("bytes", "image/png", "a.png")], type: "Bytes", hints: [FILENAME_HINT] },
  ],
  bytes: [
    ...typed("Bytes", data("bytes"), { type: "Bytes" }),
    ...typed("Bytes", data("[1]", "application/json", "a.json"), { type: "Bytes" }),
  ],
  "data of type application/json without any type": [
    {
      parts: [data("[1]", "Application/JSON; charset=utf-8")],
      refused: [
        INVALID,
        "Form part with name 'type' is missing, which 'data' of type application/json needs: to store it as it is, send valueType=Bytes (or File, Json)",
      ],
    },
  ],
  "variableType and valueType": [
    {
      parts: [data("1"), text("variableType", "bytes"), text("valueType", "File")],
      refused: [
        INVALID,
        "Form parts 'variableType' and 'valueType' must be the same: 'bytes' and 'File'",
      ],
    },
    ...["", "Blob", "BYTES", " Bytes", "Bytes\r\n", "Number", "x".repeat(100)].map((name) => ({
      parts: [data("1"), text("valueType", name)],
      refused: ["RestException", `Unsupported value type '${name}'`] as const,
    })),
    {
      parts: [data("1"), text("variableType", "x".repeat(101))],
      refused: ["RestException", `Unsupported value type '${"x".repeat(100)}…'`],
    },
    ...["valueType", "variableType", "type"].map((name) => ({
      parts: [data("1"), text(name, "Bytes", "text/html")],
      refused: [INVALID, notPlain(name, "text/html")] as const,
    })),
    {
      parts: [data("1"), text("valueType", "Bytes", "text")],
      refused: [INVALID, notPlain("valueType", "text")],
    },
    // Unirest for Java labels text fields so.
    {
      parts: [data("1"), text("valueType", "File", `${URL_ENCODED}; charset=UTF-8`)],
      refused: [INVALID, notPlain("valueType", `${URL_ENCODED}; charset=UTF-8`)],
    },
    { parts: [data("1"), text("valueType", "Bytes", "")], type: "Bytes" },
    {
      parts: [data("1"), text("valueType", NOT_UTF_8)],
      refused: [INVALID, "Cannot decode part 'valueType': it is not valid UTF-8"],
    },
    {
      parts: [data("1"), text("valueType", "Bytes", "text/plain; charset=klingon")],
      refused: [INVALID, "Cannot decode charset 'klingon': it is not known"],
    },
    {
      parts: [data("1"), text("valueType", UTF_16, "text/plain; charset=utf-16")],
      refused: ["RestException", "Unsupported value type '[1]'"],
    },
    ...MARKED.map((marked) => ({
      parts: [data("x"), text("valueType", marked("Xml"), "text/plain; charset=UTF-16")],
      type: "Xml",
    })),
  ],
  file: [
    ...typed("File", data("%PDF", "application/PDF; charset=x; Encoding=UTF-8", "a.pdf"), {
      type: "File",
      valueInfo: { filename: "a.pdf", mimeType: "application/pdf", encoding: "UTF-8" },
    }),
    ...typed("File", data("", undefined, "é%0D%0A.txt"), {
      type: "File",
      valueInfo: { filename: "é\r\n.txt", mimeType: "application/octet-stream" },
    }),
    ...typed("File", data("x", "", "a.txt"), {
      type: "File",
      valueInfo: { filename: "a.txt", mimeType: "application/octet-stream" },
    }),
    ...typed("File", data("1", "text/plain"), { refused: [INVALID, NO_FILENAME] }),
    ...typed("File", data("1", "text/plain", ""), { refused: [INVALID, NO_FILENAME] }),
    ...typed("File", data("1", "text/plain", "=?utf-8?B?YQBi?="), {
      refused: [INVALID, "Cannot create file: its filename contains U+0000"],
    }),
    ...typed("File", data("1", "plain", "a"), {
      refused: ["RestException", "Invalid mime type given"],
    }),
  ],
  serializable: [
    ...typed("Serializable", data(JAVA_STREAM, "application/octet-stream", "unspecified"), {
      type: "Object",
      valueInfo: { objectTypeName: "java.util.ArrayList", ...JAVA },
    }),
    ...typed("Serializable", data("any"), { type: "Object", valueInfo: JAVA }),
    ...typed("Serializable", data(""), { type: "Object", valueInfo: JAVA }),
  ],
  string: [
    ...typed("String", data(" Ä\r\n"), { type: "String" }),
    ...typed("String", data("x\ufeff", "text/plain; charset=UTF-8"), { type: "String" }),
    ...typed("String", data("\ufeff\ufeffx"), { type: "String", content: "\ufeffx" }),
    ...typed("String", data("\ufeff"), { type: "String", content: "" }),
    // Without a mark, UTF-16 is little-endian, as the WHATWG says.
    ...typed("String", data(Buffer.from("ä", "utf16le"), "a/b; charset=UTF-16"), {
      type: "String",
      content: "ä",
    }),
    ...typed("String", data(Uint8Array.of(0xff, 0xfe, 0x61), "a/b; charset=UTF-16"), {
      refused: [INVALID, "Cannot decode part 'data': it is not valid UTF-16LE"],
    }),
    ...typed("String", data(Uint8Array.of(0xef, 0xbb, 0xbf, 0xff), "a/b; charset=UTF-16"), {
      refused: [INVALID, "Cannot decode part 'data': it is not valid UTF-8"],
    }),
    ...typed("String", data("Ä", "text/plain; charset=US-ASCII"), { type: "String" }),
    ...typed("String", data(LATIN_1, "text/plain; charset=ISO-8859-1"), {
      type: "String",
      content: "Füße",
    }),
    ...typed("String", data(NOT_UTF_8), {
      refused: [INVALID, "Cannot decode part 'data': it is not valid UTF-8"],
    }),
    ...typed("String", data("x", "text/plain; charset=klingon"), {
      refused: [INVALID, "Cannot decode charset 'klingon': it is not known"],
    }),
    ...typed("String", data(Uint8Array.of(0x81), "text/plain; charset=shift_jis"), {
      refused: [INVALID, "Cannot decode part 'data': it is not valid SHIFT_JIS"],
    }),
  ],
  xml: [
    ...typed("Xml", data("<a>ä</a>", "application/xml"), { type: "Xml" }),
    ...typed("Xml", data("<a>", "application/xml"), { type: "Xml" }),
    ...typed("Xml", data(NOT_UTF_8), {
      refused: [INVALID, "Cannot decode part 'data': it is not valid UTF-8"],
    }),
  ],
  json: [
    ...typed("Json", data(' {"ä": 1.10}\n', "application/json"), { type: "Json" }),
    ...typed("Json", data("null"), { type: "Json" }),
    ...typed("Json", data("\ufeff[1]"), { type: "Json", content: "[1]" }),
    ...typed("Json", data(UTF_16, "application/json; charset=utf-16le"), {
      type: "Json",
      content: "[1]",
    }),
    ...["", "{", "[1,]", "{'a':1}", "NaN", "[1] 2"].flatMap((json) =>
      typed("Json", data(json), { refused: [INVALID, /^Cannot parse the JSON: .*line 1/] }),
    ),
    ...typed("Json", data(Buffer.from('"\xff"', "latin1")), {
      refused: [INVALID, /UTF-8/],
    }),
  ],
  "texts with a byte order mark": MARKED.flatMap((marked) =>
    LABELS.flatMap((label): Row[] => [
      {
        parts: [data(marked("ä"), label), text("valueType", "String")],
        type: "String",
        content: "ä",
      },
      {
        parts: [data(marked("<a/>"), label), text("valueType", "Xml")],
        type: "Xml",
        content: "<a/>",
      },
      {
        parts: [data(marked("[1]"), label), text("valueType", "Json")],
        type: "Json",
        content: "[1]",
      },
      {
        parts: [data(marked("7"), label), text("valueType", "Long")],
        type: "Long",
        content: "7",
      },
    ]),
  ),
  scalars: [
    ...typed("Boolean", data("TRUE"), { type: "Boolean", content: "true" }),
    ...typed("Short", data("-32768"), { type: "Short" }),
    ...typed("Integer", data(" +042\r\n", "text/plain"), { type: "Integer", content: "42" }),
    ...typed("Long", data("9223372036854775807"), { type: "Long" }),
    ...typed("Double", data("1e10"), { type: "Double", content: "1.0E10" }),
    ...typed("Date", data("2013-01-23T13:42:42Z"), {
      type: "Date",
      content: "2013-01-23T13:42:42.000+0000",
    }),
    ...typed("Integer", data(new Uint8Array(Buffer.from("42", "utf16le")), "a/b; charset=utf-16"), {
      type: "Integer",
      content: "42",
    }),
    ...typed("Integer", data("4x2"), {
      refused: unconvertible("4x2", "Integer", "java.lang.Integer"),
    }),
    ...typed("Integer", data(""), { refused: unconvertible("", "Integer", "java.lang.Integer") }),
    ...typed("Short", data("32768"), {
      refused: unconvertible("32768", "Short", "java.lang.Short"),
    }),
    ...typed("Long", data("1.5"), { refused: unconvertible("1.5", "Long", "java.lang.Long") }),
    ...typed("Double", data("1,5"), {
      refused: unconvertible("1,5", "Double", "java.lang.Double"),
    }),
    ...typed("Boolean", data(NOT_UTF_8), {
      refused: unconvertible("a\ufffdb", "Boolean", "java.lang.Boolean"),
    }),
    ...typed("Date", data("2013-13-01T00:00:00Z"), {
      refused: unconvertible("2013-13-01T00:00:00Z", "Date", "java.util.Date"),
    }),
    ...typed("Integer", data("42", "text/plain; charset=klingon"), {
      refused: [INVALID, "Cannot decode charset 'klingon': it is not known"],
    }),
  ],
  null: [
    ...typed("Null", data(""), { type: "Null", content: null }),
    ...typed("Null", data("null"), {
      refused: [
        INVALID,
        "Cannot set a value of type 'Null': part 'data' must be empty, it has 4 bytes",
      ],
    }),
  ],
  object: typed("Object", data("1"), {
    refused: [
      INVALID,
      "Must provide 'null' or String value for value of SerializableValue type 'Object'.",
    ],
  }),
  "type (deprecated)": [
    {
      parts: [
        data('["foo", "bar"]', "application/json"),
        text("type", "java.util.ArrayList<java.lang.Object>", "text/plain"),
      ],
      type: "Object",
      valueInfo: {
        objectTypeName: "java.util.ArrayList<java.lang.Object>",
        serializationDataFormat: "application/json",
      },
      deprecated: true,
    },
    {
      parts: [data("\ufeff1", "application/json"), text("type", "java.lang.Long")],
      type: "Object",
      valueInfo: { objectTypeName: "java.lang.Long", serializationDataFormat: "application/json" },
      content: "1",
      deprecated: true,
    },
    {
      parts: [
        data("[9223372036854775807]", "application/json; charset=us-ascii"),
        text("type", "java.util.List<java.lang.Long>"),
        text("valueType", "application/json", "application/json"),
        text("variableType", NOT_UTF_8),
      ],
      type: "Object",
      valueInfo: {
        objectTypeName: "java.util.List<java.lang.Long>",
        serializationDataFormat: "application/json",
      },
      deprecated: true,
    },
    {
      parts: [data(" null ", "application/json"), text("type", "java.util.ArrayList")],
      type: "Null",
      content: null,
      deprecated: true,
    },
    ...["text/plain", "application/jsonx", "json"].map((type) => ({
      parts: [data("[]", type), text("type", "java.util.ArrayList")],
      refused: [INVALID, notJson(type)] as const,
    })),
    {
      parts: [data("[]"), text("type", "java.util.ArrayList")],
      refused: [INVALID, notJson("null")],
    },
    {
      parts: [data("[]", ""), text("type", "java.util.ArrayList", "")],
      refused: [INVALID, notJson("null")],
    },
    ...[
      ["[", "java.util.ArrayList"],
      ["", "java.util.ArrayList"],
      ["{}", "java.util.ArrayList"],
      ["[1]", "foo.bar.Customer"],
      ["[1]", "java.util.ArrayList<"],
      ["[1]", ""],
      ["null", "int"],
      ["2147483648", "java.lang.Integer"],
      ['"7"', "java.lang.Integer"],
      ['{"a":"x"}', "java.util.HashMap<java.lang.String,java.lang.Integer>"],
    ].map(([json = "", type = ""]) => ({
      parts: [data(json, "application/json"), text("type", type)],
      refused: [INVALID, /^Could not deserialize JSON object: ./] as const,
    })),
  ],
  "transient=true": [
    // The stored value stays, so the answer must not say that it was replaced.
    ...["a/b; transient=true", 'a/b; Transient="TRUE"'].map((type) => ({
      parts: [data("x", type, "f"), text("valueType", "File")],
      refused: [
        "RestException",
        "Cannot put process instance variable x: ENGINE-17006 Cannot set transient variable with name x to non-transient variable and vice versa.",
      ] as const,
    })),
    {
      parts: [data("x", "a/b; transient=true"), text("valueType", "File")],
      refused: [INVALID, NO_FILENAME],
    },
    {
      parts: [data("x", "a/b; transient=false", "f"), text("valueType", "File")],
      type: "File",
      valueInfo: { filename: "f", mimeType: "a/b" },
    },
    // The parameter works only for a File.
    { parts: [data("x", "a/b; transient=true")], type: "Bytes", hints: [TRANSIENT_HINT] },
    ...["Bytes", "String", "Xml"].map((type) => ({
      parts: [data("x", "a/b; transient=true", "f"), text("valueType", type)],
      type,
      hints: [TRANSIENT_HINT],
    })),
    {
      parts: [data("7", "text/plain; transient=true"), text("valueType", "Integer")],
      type: "Integer",
      hints: [TRANSIENT_HINT],
    },
    {
      parts: [data("[]", "application/json; transient=true"), text("type", "java.util.List")],
      type: "Object",
      valueInfo: { objectTypeName: "java.util.List", serializationDataFormat: "application/json" },
      deprecated: true,
      hints: [TRANSIENT_HINT],
    },
  ],
  "no data": [
    {
      parts: [],
      refused: [INVALID, "Form part with name 'data' is missing: the form has no part"],
    },
    {
      parts: [text("valueType", "Blob")],
      refused: [INVALID, "Form part with name 'data' is missing: the form has 'valueType'"],
    },
    {
      ordered: true,
      parts: [text("upload", "x", "a/b"), text("valueType", "File"), text("x".repeat(101), "")],
      refused: [
        INVALID,
        `Form part with name 'data' is missing: the form has 'upload', '${"x".repeat(100)}…', 'valueType'`,
      ],
    },
    {
      ordered: true,
      parts: Array.from({ length: 7 }, (_, i) => text(`p${i}`, "")),
      refused: [
        INVALID,
        "Form part with name 'data' is missing: the form has 'p0', 'p1', 'p2', 'p3', 'p4' and 2 more",
      ],
    },
    {
      parts: [text("Data", "x"), text("valueType", "Bytes")],
      refused: [
        INVALID,
        "Form part with name 'data' is missing: the form has 'Data', which is spelled differently",
      ],
    },
  ],
  "several parts of one name": [
    {
      ordered: true,
      parts: [data("1"), data("2", "a/b", "f")],
      type: "Bytes",
      hints: [FILENAME_HINT],
    },
    { ordered: true, parts: [data("1", "a/b", "f"), data("2")], type: "Bytes" },
    {
      ordered: true,
      parts: [
        text("valueType", "Blob", "text/html"),
        data("1"),
        text("valueType", "String"),
        data("2"),
      ],
      type: "String",
    },
    {
      ordered: true,
      parts: [text("valueType", "String"), data("1"), text("valueType", "Blob")],
      refused: ["RestException", "Unsupported value type 'Blob'"],
    },
    {
      ordered: true,
      parts: [
        data("x", "a/b; transient=true", "f"),
        data("y", "a/b", "f"),
        text("valueType", "File"),
      ],
      type: "File",
      valueInfo: { filename: "f", mimeType: "a/b" },
    },
  ],
  "unknown parts": [
    {
      parts: [data("1"), text("valuetype", "File"), text("other", NOT_UTF_8, "no type")],
      type: "Bytes",
      hints: [
        "Part 'other' is unknown and was ignored",
        "Part 'valuetype' is unknown and was ignored; did you mean 'valueType'?",
      ],
    },
    {
      parts: [data("1"), text("__proto__", ""), text("mimetype", "a/b")],
      type: "Bytes",
      hints: [
        "Part '__proto__' is unknown and was ignored",
        "Part 'mimetype' is unknown and was ignored",
      ],
    },
    {
      parts: [data("1"), text("value_type", "File")],
      type: "Bytes",
      hints: ["Part 'value_type' is unknown and was ignored; did you mean 'valueType'?"],
    },
    {
      parts: [data("[1]", "application/json"), text("valuetype", "Json")],
      refused: [
        INVALID,
        "Form part with name 'type' is missing, which 'data' of type application/json needs: to store it as it is, send valueType=Bytes (or File, Json): the form has 'valuetype', which is spelled differently",
      ],
    },
    {
      parts: [text("file", "1"), text("valueType", "Bytes")],
      refused: [INVALID, "Form part with name 'data' is missing: the form has 'file', 'valueType'"],
    },
  ],
};

for (const [title, rows] of Object.entries(ROWS)) {
  test(title, async () => {
    for (const row of rows) {
      for (const parts of row.ordered ? [row.parts] : permutations(row.parts)) {
        for (const chunkSize of [Infinity, 1]) await checkRow(row, parts, chunkSize);
      }
    }
  });
}

async function checkRow(row: Row, parts: readonly FormPart[], chunkSize: number): Promise<void> {
  const storage = new StageKeeper();
  const variables = new ProcessVariables({ storage });
  const old = await variables.setFromForm("p", "x", variableForm([data("old value")]));
  const setting = variables.setFromForm("p", "x", variableForm(parts, chunkSize));
  const record = () => storage.stat("p", "x");
  if (row.refused !== undefined) {
    const [type, message] = row.refused;
    await assert.rejects(setting, { name: "InvalidVariableError", engineType: type, message });
    assert.deepEqual(await record(), old.record);
  } else {
    const { hints, ...result } = await setting;
    const stored = await record();
    assert.deepEqual(result, { record: stored, deprecated: row.deprecated ?? false });
    assert.deepEqual(hints.toSorted(), row.hints ?? []);
    checkStored(stored, row, parts);
  }
  assert.equal(storage.count, 0);
}

function checkStored(
  record: VariableRecord | undefined,
  row: Row,
  parts: readonly FormPart[],
): void {
  const sent = parts.findLast(({ name }) => name === "data")?.content ?? "";
  const { content = sent } = row;
  const bytes = content === null ? undefined : Uint8Array.from(Buffer.from(content));
  assert.equal(record?.type, row.type);
  assert.deepEqual(record?.valueInfo, row.valueInfo ?? {});
  assert.equal(record?.isNull, content === null);
  assert.deepEqual(record?.inline, bytes);
}

test("checks a transient File, and stores nothing of it", async () => {
  const storage = new StageKeeper();
  const variables = new ProcessVariables({ storage });
  for (const content of ["x", "x".repeat(100_000)]) {
    const parts = [data(content, "a/b; transient=true", "f"), text("valueType", "File")];
    const { record } = await variables.setFromForm("p", "x", variableForm(parts));
    assert.equal(record, undefined);
    assert.equal(await variables.stat("p", "x"), undefined);
  }
  assert.equal(await storage.left(), 0);
});

/** What the clients that exist put on the wire when they upload, each with what becomes of it. */

import type { ErrorAnswer } from "../../core/mod.ts";

/** What a client sends, and what it gets. */
export interface Upload {
  readonly client: string;
  /** Default `/engine-rest/process-instance/i/variables/v/data`. Whatever it is, it names the variable `v` of `i`. */
  readonly path?: string;
  readonly boundary: string;
  /** Default `multipart/form-data; boundary=` and the boundary. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts: readonly UploadPart[];
  /** Charset of the parts' headers. Default UTF-8. */
  readonly charset?: BufferEncoding;
  /** How the server is set up. */
  readonly server?: { readonly lenient?: boolean; readonly javaTypes?: readonly string[] };
  readonly outcome: Stored | Refused;
}

/** A part: its header lines, and its content, one character for each byte. */
export interface UploadPart {
  readonly lines: readonly string[];
  readonly content: string;
}

/** The upload was taken. The content is that of the latest part `data`. */
export interface Stored {
  /** The value type. */
  readonly stored: string;
  readonly valueInfo: Readonly<Record<string, string>>;
  /** What the log says at debug level. Default nothing. */
  readonly hints?: readonly string[];
  readonly deprecated?: true;
}

/** The upload was refused, and nothing stored. */
export interface Refused extends Pick<ErrorAnswer, "status" | "type"> {
  readonly message: RegExp;
}

/** Content that is no text, and looks like a delimiter. */
const BYTES = "\0\xff\r\n--\r\n\r";
const OCTETS = "application/octet-stream";
const PNG = "image/png";
const WEBKIT = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
const SPRING = "TkFZz5hvHCbUFpXtM3cY8qjJ";
const CURL = "------------------------d74496d66958873e";
const DART = "dart-http-boundary-q+_,-./:=?x'()AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
const BAD_FORM = /^multipart\/form-data cannot be processed: /;
const NO_FILE_NAME = /^Cannot create file without filename! /;

function part(lines: readonly string[], content: string = BYTES): UploadPart {
  return { lines, content };
}

function disposition(parameters: string): string {
  return `Content-Disposition: form-data; ${parameters}`;
}

function type(value: string): string {
  return `Content-Type: ${value}`;
}

/** A text part as most clients write it. */
function text(name: string, content: string): UploadPart {
  return part([disposition(`name="${name}"`)], content);
}

export const UPLOADS: readonly Upload[] = [
  {
    client: "Cockpit, Chromium: a File",
    boundary: WEBKIT,
    parts: [
      part([disposition('name="data"; filename="Grüße %22x%22.png"'), type(PNG)]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: 'Grüße "x".png', mimeType: PNG } },
  },
  {
    client: "Cockpit, Firefox: a File of unknown type as Bytes",
    boundary: "---------------------------9051914041544843365972754266",
    parts: [
      part([disposition('name="data"; filename="f"'), type(OCTETS)]),
      text("valueType", "Bytes"),
    ],
    outcome: { stored: "Bytes", valueInfo: {} },
  },
  {
    client: "Cockpit: an edited Object, a blob before its class",
    boundary: WEBKIT,
    parts: [
      part([disposition('name="data"; filename="blob"'), type("application/json")], '{"a":1}'),
      text("type", "java.util.HashMap<java.lang.String,java.lang.Object>"),
    ],
    outcome: {
      stored: "Object",
      valueInfo: {
        objectTypeName: "java.util.HashMap<java.lang.String,java.lang.Object>",
        serializationDataFormat: "application/json",
      },
      deprecated: true,
    },
  },
  {
    client: "Cockpit: an edited Object of a class of the user's",
    boundary: WEBKIT,
    parts: [
      part([disposition('name="data"; filename="blob"'), type("application/json")], '{"a":1}'),
      text("type", "foo.bar.Customer"),
    ],
    outcome: {
      status: 400,
      type: "InvalidRequestException",
      message: /^Could not deserialize JSON object: .*foo\.bar\.Customer/,
    },
  },
  {
    client: "Cockpit: the same where the server is aware of the class",
    boundary: WEBKIT,
    server: { javaTypes: ["foo.bar.Customer"] },
    parts: [
      part([disposition('name="data"; filename="blob"'), type("application/json")], '{"a":1}'),
      text("type", "foo.bar.Customer"),
    ],
    outcome: {
      stored: "Object",
      valueInfo: {
        objectTypeName: "foo.bar.Customer",
        serializationDataFormat: "application/json",
      },
      deprecated: true,
    },
  },
  {
    client: "CIB seven, Spring: Content-Length on parts, charset on text",
    boundary: SPRING,
    contentType: `multipart/form-data;charset=UTF-8;boundary=${SPRING}`,
    parts: [
      part([
        disposition('name="data"; filename="f.pdf"'),
        type("application/pdf"),
        "Content-Length: 9",
      ]),
      part(
        [disposition('name="valueType"'), type("text/plain;charset=UTF-8"), "Content-Length: 4"],
        "File",
      ),
    ],
    outcome: { stored: "File", valueInfo: { filename: "f.pdf", mimeType: "application/pdf" } },
  },
  {
    client: "CIB seven: an Object of an execution, its media type as valueType",
    path: "/engine-rest/execution/i/localVariables/v/data",
    boundary: SPRING,
    parts: [
      part([disposition('name="data"'), type("application/json"), "Content-Length: 7"], '["a",1]'),
      part([disposition('name="type"'), type("text/plain;charset=UTF-8")], "java.util.ArrayList"),
      part([disposition('name="valueType"'), type("text/plain;charset=UTF-8")], "application/json"),
    ],
    outcome: {
      stored: "Object",
      valueInfo: {
        objectTypeName: "java.util.ArrayList",
        serializationDataFormat: "application/json",
      },
      deprecated: true,
    },
  },
  {
    client: "Flowset Control, Spring: a type guessed from the extension, Basic authentication",
    path: "/process-instance/i/variables/v/data",
    boundary: SPRING,
    headers: { authorization: "Basic ZGVtbzpkZW1v" },
    parts: [
      part([disposition('name="data"; filename="t.csv"'), type("text/csv"), "Content-Length: 9"]),
      part([disposition('name="valueType"'), type("text/plain;charset=UTF-8")], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "t.csv", mimeType: "text/csv" } },
  },
  {
    client: "Camunda.Api.Client, .NET: tokens, file name first, RFC 2047, quoted boundary",
    boundary: "----MyGreatBoundary",
    contentType: 'multipart/form-data; boundary="----MyGreatBoundary"',
    parts: [
      part([
        disposition('filename="=?utf-8?B?R3LDvMOfZS50eHQ=?="; name=data'),
        type(OCTETS),
        "Content-Transfer-Encoding: binary",
      ]),
      part(
        [
          disposition("name=valueType"),
          type("text/plain; charset=US-ASCII"),
          "Content-Transfer-Encoding: 8bit",
        ],
        "File",
      ),
    ],
    outcome: { stored: "File", valueInfo: { filename: "Grüße.txt", mimeType: OCTETS } },
  },
  {
    client: "Camunda.Api.Client: its default file name",
    boundary: "----MyGreatBoundary",
    contentType: 'multipart/form-data; boundary="----MyGreatBoundary"',
    parts: [
      part([
        disposition("filename=unspecified; name=data"),
        type(OCTETS),
        "Content-Transfer-Encoding: binary",
      ]),
      part([disposition("name=valueType"), type("text/plain; charset=US-ASCII")], "Bytes"),
    ],
    outcome: { stored: "Bytes", valueInfo: {} },
  },
  {
    client: ".NET HttpClient: a file name in both forms",
    boundary: "0a1b2c3d-0000-4000-8000-0123456789ab",
    contentType: 'multipart/form-data; boundary="0a1b2c3d-0000-4000-8000-0123456789ab"',
    parts: [
      part([disposition("name=data; filename=f.txt; filename*=utf-8''f.txt")]),
      part([type("text/plain; charset=utf-8"), disposition("name=valueType")], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "f.txt", mimeType: OCTETS } },
  },
  {
    client: "pycamunda, requests: data alone, its type lost on the way",
    boundary: "0f3d9b2d9f1f4b8c9f2a1b7e5c6d7e8f",
    parts: [part([disposition('name="data"; filename="f.bin"')])],
    outcome: {
      stored: "Bytes",
      valueInfo: {},
      hints: ["Part 'data' has a file name, which is not stored with a Bytes; send valueType=File"],
    },
  },
  {
    client: "requests, files= and data=: text first, no content type on data",
    boundary: "0f3d9b2d9f1f4b8c9f2a1b7e5c6d7e8f",
    parts: [text("valueType", "File"), part([disposition('name="data"; filename="f.bin"')])],
    outcome: { stored: "File", valueInfo: { filename: "f.bin", mimeType: OCTETS } },
  },
  {
    client: "requests on urllib3 before 2: a name in RFC 2231's form",
    boundary: "0f3d9b2d9f1f4b8c9f2a1b7e5c6d7e8f",
    parts: [
      text("valueType", "File"),
      part([disposition("name=\"data\"; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt")]),
    ],
    outcome: { stored: "File", valueInfo: { filename: "Grüße.txt", mimeType: OCTETS } },
  },
  {
    client: "camunda_dart: a text and a file of one name",
    boundary: DART,
    parts: [
      part(['content-disposition: form-data; name="data"'], "[1, 2]"),
      part(['content-disposition: form-data; name="valueType"'], "File"),
      part([
        `content-type: ${OCTETS}`,
        'content-disposition: form-data; name="data"; filename="f.bin"',
      ]),
    ],
    outcome: { stored: "File", valueInfo: { filename: "f.bin", mimeType: OCTETS } },
  },
  {
    client: "Angular task client: text of no type and name",
    boundary: WEBKIT,
    parts: [part([disposition('name="data"')], "[1, 2]")],
    outcome: { stored: "Bytes", valueInfo: {} },
  },
  {
    client: "Angular task client: the same as a File",
    boundary: WEBKIT,
    parts: [part([disposition('name="data"')], "[1, 2]"), text("valueType", "File")],
    outcome: { status: 400, type: "InvalidRequestException", message: NO_FILE_NAME },
  },
  {
    client: "Angular task client: the same to a lenient server",
    boundary: WEBKIT,
    server: { lenient: true },
    parts: [part([disposition('name="data"')], "[1, 2]"), text("valueType", "File")],
    outcome: { stored: "File", valueInfo: { filename: "v", mimeType: OCTETS } },
  },
  {
    client: "generated from OpenAPI: no boundary in the header",
    boundary: "----------------------------123456789012345678901234",
    contentType: "multipart/form-data",
    parts: [part([disposition('name="data"'), type(OCTETS)]), text("valueType", "Bytes")],
    outcome: { status: 400, type: "RestException", message: /: a boundary is missing / },
  },
  {
    client: "generated from OpenAPI: the same to a lenient server",
    boundary: "----------------------------123456789012345678901234",
    contentType: "multipart/form-data",
    server: { lenient: true },
    parts: [part([disposition('name="data"'), type(OCTETS)]), text("valueType", "Bytes")],
    outcome: { stored: "Bytes", valueInfo: {} },
  },
  {
    client: "axios and form-data: a stream with a name",
    boundary: "--------------------------123456789012345678901234",
    parts: [
      part([disposition('name="data"; filename="a%22b.png"'), type(PNG)]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: 'a"b.png', mimeType: PNG } },
  },
  {
    client: "axios postForm(): a Buffer, which has no name, as a File",
    boundary: "--------------------------123456789012345678901234",
    parts: [part([disposition('name="data"'), type(OCTETS)]), text("valueType", "File")],
    outcome: { status: 400, type: "InvalidRequestException", message: NO_FILE_NAME },
  },
  {
    client: "fetch of Node: a type in lower case, its charset dropped",
    boundary: "----formdata-undici-012345678901",
    parts: [
      part([disposition('name="data"; filename="a%22b.txt"'), type("text/plain;charset=utf-8")]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: 'a"b.txt', mimeType: "text/plain" } },
  },
  {
    client: "fetch of Node: its charset kept by a lenient server",
    boundary: "----formdata-undici-012345678901",
    server: { lenient: true },
    parts: [
      part([disposition('name="data"; filename="a%22b.txt"'), type("text/plain;charset=utf-8")]),
      text("valueType", "File"),
    ],
    outcome: {
      stored: "File",
      valueInfo: { filename: 'a"b.txt', mimeType: "text/plain", encoding: "utf-8" },
    },
  },
  {
    client: "curl: raw UTF-8, %22, no type on text",
    boundary: CURL,
    parts: [
      part([disposition('name="data"; filename="Grüße %22x%22.txt"'), type("text/plain")]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: 'Grüße "x".txt', mimeType: "text/plain" } },
  },
  {
    client: "curl before 7.81: a backslash before a quote",
    boundary: CURL,
    parts: [
      part([disposition('name="data"; filename="a\\"b.txt"'), type("text/plain")]),
      text("valueType", "file"),
    ],
    outcome: { stored: "File", valueInfo: { filename: 'a"b.txt', mimeType: "text/plain" } },
  },
  {
    client: "curl -F 'data=@f;type=text/csv;encoding=ISO-8859-1': the engine's own parameter",
    boundary: CURL,
    parts: [
      part([disposition('name="data"; filename="t.csv"'), type("text/csv; encoding=ISO-8859-1")]),
      text("valueType", "File"),
    ],
    outcome: {
      stored: "File",
      valueInfo: { filename: "t.csv", mimeType: "text/csv", encoding: "ISO-8859-1" },
    },
  },
  {
    client: "curl -F Data=@f: a misspelled part",
    boundary: CURL,
    parts: [part([disposition('name="Data"; filename="f"'), type(OCTETS)])],
    outcome: {
      status: 400,
      type: "InvalidRequestException",
      message: /^Form part with name 'data' is missing: the form has 'Data'/,
    },
  },
  {
    client: "Apache HttpClient: header lines in the form's own charset",
    boundary: "httpclient_boundary_0b1c2d3e",
    contentType: "multipart/form-data; charset=ISO-8859-1; boundary=httpclient_boundary_0b1c2d3e",
    charset: "latin1",
    parts: [
      part([disposition('name="data"; filename="Grüße.txt"'), type(OCTETS)]),
      part([disposition('name="valueType"'), type("text/plain; charset=ISO-8859-1")], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "Grüße.txt", mimeType: OCTETS } },
  },
  {
    client:
      "Apache HttpClient 5, STRICT, as in Java clients generated for Camunda: filename of question marks",
    boundary: "httpclient_boundary_0b1c2d3e",
    contentType: "multipart/form-data; charset=ISO-8859-1; boundary=httpclient_boundary_0b1c2d3e",
    parts: [
      part([
        disposition(`name="data"; filename="??.txt"; filename*="UTF-8''%C3%BC%E2%82%AC.txt"`),
        type(OCTETS),
      ]),
      part([disposition('name="valueType"'), type("text/plain; charset=ISO-8859-1")], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "ü€.txt", mimeType: OCTETS } },
  },
  {
    client: "Apache HttpClient 5, LEGACY: UTF-8 in a form labelled ISO-8859-1",
    boundary: "httpclient_boundary_0b1c2d3e",
    contentType: "multipart/form-data; charset=ISO-8859-1; boundary=httpclient_boundary_0b1c2d3e",
    parts: [
      part([disposition('name="data"; filename="ü€.txt"'), type(OCTETS)]),
      part([disposition('name="valueType"'), type("text/plain; charset=ISO-8859-1")], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "ü€.txt", mimeType: OCTETS } },
  },
  {
    client: "Feign: quotes and backslashes as they are",
    boundary: "17f7b1c2d3e",
    contentType: "multipart/form-data; charset=UTF-8; boundary=17f7b1c2d3e",
    parts: [
      part([disposition('name="valueType"'), type("text/plain; charset=UTF-8")], "File"),
      part([
        disposition('name="data"; filename="a "quoted" name\\.txt"'),
        type("text/plain"),
        "Content-Transfer-Encoding: binary",
      ]),
    ],
    outcome: {
      stored: "File",
      valueInfo: { filename: 'a "quoted" name\\.txt', mimeType: "text/plain" },
    },
  },
  {
    client: "Vert.x: quotes as they are",
    boundary: "6e4f2a90c1b3d857",
    parts: [
      part([
        disposition('name="data"; filename="a "quoted" name.txt"'),
        "content-length: 9",
        "content-type: text/plain",
        "content-transfer-encoding: binary",
      ]),
      part(
        [disposition('name="valueType"'), "content-length: 4", type("text/plain; charset=UTF-8")],
        "File",
      ),
    ],
    outcome: {
      stored: "File",
      valueInfo: { filename: 'a "quoted" name.txt', mimeType: "text/plain" },
    },
  },
  {
    client: "generated from the engine's OpenAPI on OkHttp: quotes and a backslash at the end",
    boundary: "0a1b2c3d-0000-4000-8000-0123456789ab",
    parts: [
      part([
        disposition('name="data"; filename="a "quoted" name\\"'),
        type(OCTETS),
        "Content-Length: 9",
      ]),
      part([disposition('name="valueType"'), "Content-Length: 4"], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: 'a "quoted" name\\', mimeType: OCTETS } },
  },
  {
    client: "Chromium, curl, undici: a backslash at the end",
    boundary: WEBKIT,
    parts: [
      part([disposition('name="data"; filename="report\\"'), type(OCTETS)]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "report\\", mimeType: OCTETS } },
  },
  {
    client: "Chromium, curl, undici: a share's path and control characters",
    boundary: WEBKIT,
    parts: [
      part([disposition('name="data"; filename="\\\\host\\\x01\x0b\x1b\x7f\\"'), type(OCTETS)]),
      text("valueType", "File"),
    ],
    outcome: {
      stored: "File",
      valueInfo: { filename: "\\\\host\\\x01\x0b\x1b\x7f\\", mimeType: OCTETS },
    },
  },
  {
    client: ".NET HttpClient: a file name in quotes of the caller's",
    boundary: "0a1b2c3d-0000-4000-8000-0123456789ab",
    contentType: 'multipart/form-data; boundary="0a1b2c3d-0000-4000-8000-0123456789ab"',
    parts: [
      part([disposition("name=data; filename=\"a b\"; filename*=utf-8''%22a%20b%22")]),
      part([type("text/plain; charset=utf-8"), disposition("name=valueType")], "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "a b", mimeType: OCTETS } },
  },
  {
    client: "React Native 0.74 to 0.76: a raw semicolon in filename*",
    boundary: "qmPSx2QhD9fBqwRJQW0zN9j3BcXw",
    parts: [
      part([
        disposition('name="data"; filename="q1; draft.txt"; filename*=utf-8\'\'q1;%20draft.txt'),
        "content-type: text/plain",
      ]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "q1; draft.txt", mimeType: "text/plain" } },
  },
  {
    client: "Vapor: blanks without quotes",
    boundary: "vapor0123456789",
    parts: [
      part([disposition("name=data; filename=Minor Notes.txt"), type("text/plain")]),
      text("valueType", "File"),
    ],
    outcome: { stored: "File", valueInfo: { filename: "Minor Notes.txt", mimeType: "text/plain" } },
  },
  {
    client: "written by hand: quotes that do not pair",
    boundary: CURL,
    parts: [
      part([disposition('name="data"; filename="5" disk.txt"'), type("text/plain")]),
      text("valueType", "File"),
    ],
    outcome: {
      status: 400,
      type: "RestException",
      message:
        /a parameter is malformed in Content-Disposition at byte \d+: 'filename="5" disk.txt"'; write a quote inside of quotes as %22$/,
    },
  },
  {
    client: "a client of 2014: variableType",
    boundary: "-OSQH1f8lzs83iXFHphqfIuitaQfNKFY74Y",
    parts: [
      part([disposition('name="data"; filename="unspecified"'), type(OCTETS)], "\xac\xed\0\x05p"),
      part(
        [disposition('name="variableType"'), type("text/plain; charset=US-ASCII")],
        "serializable",
      ),
    ],
    outcome: {
      stored: "Object",
      valueInfo: { serializationDataFormat: "application/x-java-serialized-object" },
    },
  },
  {
    client: "written by hand: one dash too many before the boundary",
    boundary: "-X",
    contentType: "multipart/form-data; boundary=X",
    parts: [part([disposition('name="data"')])],
    outcome: { status: 400, type: "RestException", message: BAD_FORM },
  },
];

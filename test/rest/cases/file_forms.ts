/** Files: what a form says of their media type and encoding, and how their names are written. */
import { bytes, invalid, NO_CONTENT, refused, variable } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import { DATA, get, postBody } from "../requests.ts";
import { type RestCase, restCase, type Step } from "../rest_case.ts";
import { data, refuses, stores, text } from "./form_cases.ts";

const FILE = text("valueType", "File");
const NO_NAME = invalid(
  "Cannot create file without filename! Please set a name into ValueInfo with key filename",
);

/** A `Content-Type` of the part, and what becomes of it: in the variable, and in the download. */
const TYPES: readonly (readonly [
  sent: string | undefined,
  mimeType: string,
  encoding?: string,
  differs?: DifferenceId,
])[] = [
  ["application/pdf", "application/pdf"],
  [undefined, "application/octet-stream"],
  ["Text/HTML", "text/html"],
  ["image/svg+xml", "image/svg+xml"],
  ["text/plain; encoding=UTF-8", "text/plain", "UTF-8"],
  ['text/plain; encoding="UTF-8"', "text/plain", "UTF-8"],
  ["text/plain; Encoding=UTF-8", "text/plain", "UTF-8"],
  ["text/plain; charset=ISO-8859-1", "text/plain"],
  ["text/plain; a=b; encoding=UTF-8; c=d", "text/plain", "UTF-8"],
  ['text/plain; encoding="a b"', "text/plain", "a b", "encoding"],
  ["text/plain; encoding=klingon", "text/plain", "klingon", "encoding"],
];

function typed([sent, mimeType, encoding, differs]: (typeof TYPES)[number]): RestCase {
  const info = { filename: "a", mimeType, ...(encoding !== undefined && { encoding }) };
  const shown = encoding === "a b" ? '"ab"' : encoding?.toLowerCase();
  const contentType = shown === undefined ? mimeType : `${mimeType};charset=${shown}`;
  return stores(
    `a File of type ${sent}`,
    [data("x", sent, "a"), FILE],
    variable("File", "null", JSON.stringify(info)),
    bytes("x", contentType, `attachment; filename="a"; filename*=UTF-8''a`),
    differs,
  );
}

const MEDIA_TYPES: readonly RestCase[] = [
  ...TYPES.map(typed),
  stores(
    "an empty File",
    [data("", "text/plain", "a"), text("valueType", "file")],
    variable("File", "null", '{"filename":"a","mimeType":"text/plain"}'),
    bytes("", "text/plain", `attachment; filename="a"; filename*=UTF-8''a`),
  ),
  refuses("a File without a name", [data("x", "text/plain"), FILE], NO_NAME, "missingPart"),
  refuses("a File of an empty name", [data("x", "a/b", ""), FILE], NO_NAME, "emptyFileName"),
  ...["plain", "text/", "/plain", "text plain", "text/plain/x", "*"].map((type) =>
    refuses(
      `a File of type ${type}`,
      [data("x", type, "a"), FILE],
      refused(400, "RestException", "Invalid mime type given"),
    ),
  ),
];

/** A File whose `Content-Disposition` has these parameters. */
function form(parameters: string): string {
  const name = `Content-Disposition: form-data; name="data"; ${parameters}`;
  const type = 'Content-Disposition: form-data; name="valueType"';
  return `--b\r\n${name}\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n${type}\r\n\r\nFile\r\n--b--\r\n`;
}

/** Parameters, the name that they give, and how its download begins, if that is not the name itself. */
const NAMES: readonly (readonly [
  parameters: string,
  name: string,
  differs?: DifferenceId,
  fallback?: string,
])[] = [
  ['filename="a.txt"', "a.txt"],
  ["filename=a.txt", "a.txt"],
  ['FILENAME="a.txt"', "a.txt"],
  ['filename="a b  c.txt"', "a b  c.txt"],
  ['filename="a;b.txt"', "a;b.txt"],
  ['filename="a,b=c.txt"', "a,b=c.txt"],
  ['filename="/tmp/a.txt"', "/tmp/a.txt"],
  ['filename="../a.txt"', "../a.txt"],
  ['filename="100%.txt"', "100%.txt"],
  ['filename="%41.txt"', "%41.txt"],
  [`filename="'.txt"`, "'.txt"],
  [`filename="${"a".repeat(400)}"`, "a".repeat(400)],
  [`filename="a.txt"; filename*=UTF-8''b.txt`, "b.txt"],
  [
    String.raw`filename="C:\tmp\a.txt"`,
    String.raw`C:\tmp\a.txt`,
    "disposition",
    String.raw`C:\\tmp\\a.txt`,
  ],
  ['filename="ü.txt"', "ü.txt", "disposition", "?.txt"],
  ['filename="€.txt"', "€.txt", "disposition", "?.txt"],
  ['filename="😀.txt"', "😀.txt", "disposition", "?.txt"],
  ['filename="=?utf-8?B?YcO8?="', "aü", "disposition", "a?"],
  ["filename*=UTF-8''%C3%BC.txt", "ü.txt", "disposition", "?.txt"],
  ["filename*=utf-8'en'%C3%BC.txt", "ü.txt", "disposition", "?.txt"],
  ["filename*=ISO-8859-1''%FC.txt", "ü.txt", "disposition", "?.txt"],
  ["filename*=ISO-8859-1''%80.txt", "€.txt", "windows1252", "?.txt"],
  ['filename="%22.txt"', '".txt', "percentEscapes", String.raw`\".txt`],
  ['filename="%0D%0A.txt"', "\r\n.txt", "percentEscapes", "??.txt"],
  [String.raw`filename="a\"b.txt"`, 'a"b.txt', "quotedPairs", String.raw`a\"b.txt`],
  [String.raw`filename="a\\b.txt"`, String.raw`a\b.txt`, "quotedPairs", String.raw`a\\b.txt`],
  ['filename=" a.txt "', " a.txt ", "blankEnds"],
  [`filename*=UTF-8''b.txt; filename="a.txt"`, "b.txt", "extendedFileName"],
  ["filename*=''a.txt", "a.txt", "fileNameWithoutCharset"],
];

function named([parameters, name, differs, fallback = name]: (typeof NAMES)[number]): RestCase {
  const extended = encodeURIComponent(name).replaceAll("'", "%27");
  const disposition = `attachment; filename="${fallback}"; filename*=UTF-8''${extended}`;
  const info = JSON.stringify({ filename: name, mimeType: "text/plain" });
  const steps: readonly Step[] = [
    [postBody(form(parameters), "multipart/form-data; boundary=b"), NO_CONTENT],
    [get(), variable("File", "null", info)],
    [get(DATA), bytes("x", "text/plain", disposition)],
  ];
  return restCase(`file name: ${parameters}`, steps, differs);
}

const MALFORMED = "a parameter is malformed in Content-Disposition at byte 50";
const HINT = "write a quote inside of quotes as %22";
/** Parameters that are refused, and the message behind the engine's words. */
const NO_NAMES: readonly (readonly [parameters: string, message: string, differs: DifferenceId])[] =
  [
    ['filename="a"b.txt"', `${MALFORMED}: 'filename="a"b.txt"'; ${HINT}`, "repeatedParameter"],
    ['filename="a.txt', `${MALFORMED}: 'filename="a.txt'; ${HINT}`, "repeatedParameter"],
    ['filename="a.txt"; filename="b.txt"', "parameter 'filename' is repeated", "repeatedParameter"],
    ["filename=", `${MALFORMED}: 'filename='`, "noFileNameValue"],
    [
      "filename*=klingon''a.txt",
      "parameter 'filename*' names an unknown charset 'klingon'",
      "undecodableFileName",
    ],
    ["filename*=UTF-8''a b.txt", "parameter 'filename*' is malformed", "undecodableFileName"],
    [
      "filename*=UTF-8''%ff.txt",
      "parameter 'filename*' is not in its charset 'UTF-8'",
      "undecodableFileName",
    ],
  ];

function notNamed([parameters, message, differs]: (typeof NO_NAMES)[number]): RestCase {
  const start =
    "multipart/form-data cannot be processed: Cannot read the headers of part 1 at byte 5";
  const answer = refused(400, "RestException", `${start}: ${message}`);
  const request = postBody(form(parameters), "multipart/form-data; boundary=b");
  return restCase(`file name: ${parameters}`, [[request, answer]], differs);
}

export const FILE_FORMS: readonly RestCase[] = [
  ...MEDIA_TYPES,
  ...NAMES.map(named),
  ...NO_NAMES.map(notNamed),
];

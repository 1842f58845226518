import type { MultipartOptions } from "../../core/multipart/multipart_options.ts";
import { latin1, utf8 } from "./multipart_message.ts";

/** A body, and what is in it or wrong with it. */
export interface MultipartFixture {
  readonly name: string;
  readonly options: MultipartOptions;
  readonly body: Uint8Array;
  /** The parts that are complete: name, file name, content type, content with one character for each byte. */
  readonly parts: readonly ExpectedPart[];
  /** The kind and place of the error, or the limit and its value. */
  readonly error?: string;
}

export type ExpectedPart = readonly [
  name: string,
  filename: string | undefined,
  contentType: string | undefined,
  content: string,
];

const BINARY = "application/octet-stream";
const NAME_A = 'Content-Disposition: form-data; name="a"';
const SEED = "-OSQH1f8lzs83iXFHphqfIuitaQfNKFY74Y";
const WEBKIT = "----WebKitFormBoundary7MA4YWxkTrZu0gW0";
const LONGEST = "x".repeat(70);
const EVERY_SIGN = "0Aa'()+_,-./:=? *#~!";

/** Lines that end with CRLF, but for the last. */
function lines(...texts: string[]): string {
  return texts.join("\r\n");
}

/** A form of one part named `a`, in boundary `b`. */
function formOf(content: string): string {
  return lines("--b", NAME_A, "", content, "--b--", "");
}

/** Expects what a head says of the part of a form. */
function head(
  name: string,
  headLines: string[],
  expected: readonly [name: string, filename?: string | undefined, contentType?: string] | string,
  options: Partial<MultipartOptions> = {},
): MultipartFixture {
  const body = lines("--b", ...headLines, "", "content", "--b--", "");
  const fixture = { name, options: { boundary: "b", ...options }, body: utf8(body) };
  if (typeof expected === "string") return { ...fixture, parts: [], error: expected };
  const [partName, filename, contentType] = expected;
  return { ...fixture, parts: [[partName, filename, contentType, "content"]] };
}

/** Expects a content to be read back, in the middle of a form. */
function content(name: string, text: string, boundary = "b"): MultipartFixture {
  const body = lines(
    `--${boundary}`,
    NAME_A,
    "",
    text,
    `--${boundary}`,
    'Content-Disposition: form-data; name="after"',
    "",
    "",
    `--${boundary}--`,
    "",
  );
  return {
    name,
    options: { boundary },
    body: latin1(body),
    parts: [
      ["a", undefined, undefined, text],
      ["after", undefined, undefined, ""],
    ],
  };
}

/** Expects something of a body as a whole. */
function body(
  name: string,
  text: string,
  expected: readonly ExpectedPart[],
  error?: string,
  options: Partial<MultipartOptions> = {},
): MultipartFixture {
  return {
    name,
    options: { boundary: "b", ...options },
    body: utf8(text),
    parts: expected,
    ...(error === undefined ? {} : { error }),
  };
}

const A: ExpectedPart = ["a", undefined, undefined, "content"];

/** What clients send. */
const WIRE: readonly MultipartFixture[] = [
  body(
    "the seed's first example: bytes",
    lines(
      `--${SEED}`,
      'Content-Disposition: form-data; name="data"; filename="unspecified"',
      "Content-Type: application/octet-stream",
      "Content-Transfer-Encoding: binary",
      "",
      "<<Byte Stream ommitted>>",
      `--${SEED}--`,
      "",
    ),
    [["data", "unspecified", BINARY, "<<Byte Stream ommitted>>"]],
    undefined,
    { boundary: SEED },
  ),
  body(
    "the seed's second example: a serializable",
    lines(
      `--${SEED}`,
      'Content-Disposition: form-data; name="data"; filename="unspecified"',
      "Content-Type: application/octet-stream",
      "Content-Transfer-Encoding: binary",
      "",
      "<<Byte Stream ommitted>>",
      `--${SEED}`,
      'Content-Disposition: form-data; name="variableType"',
      "Content-Type: text/plain; charset=US-ASCII",
      "Content-Transfer-Encoding: 8bit",
      "",
      "serializable",
      `--${SEED}--`,
      "",
    ),
    [
      ["data", "unspecified", BINARY, "<<Byte Stream ommitted>>"],
      ["variableType", undefined, "text/plain; charset=US-ASCII", "serializable"],
    ],
    undefined,
    { boundary: SEED },
  ),
  body(
    "the seed's third example: JSON of a Java class",
    lines(
      `--${SEED}`,
      'Content-Disposition: form-data; name="data"',
      "Content-Type: application/json; charset=US-ASCII",
      "Content-Transfer-Encoding: 8bit",
      "",
      '["foo", "bar"]',
      `--${SEED}`,
      'Content-Disposition: form-data; name="type"',
      "Content-Type: text/plain; charset=US-ASCII",
      "Content-Transfer-Encoding: 8bit",
      "",
      "java.util.ArrayList<java.lang.Object>",
      `--${SEED}--`,
    ),
    [
      ["data", undefined, "application/json; charset=US-ASCII", '["foo", "bar"]'],
      ["type", undefined, "text/plain; charset=US-ASCII", "java.util.ArrayList<java.lang.Object>"],
    ],
    undefined,
    { boundary: SEED },
  ),
  body(
    "a browser: a file and its type",
    lines(
      `--${WEBKIT}`,
      'Content-Disposition: form-data; name="data"; filename="Bär %22x%22;.bin"',
      "Content-Type: application/octet-stream",
      "",
      "bytes",
      `--${WEBKIT}`,
      'Content-Disposition: form-data; name="valueType"',
      "",
      "File",
      `--${WEBKIT}--`,
      "",
    ),
    [
      ["data", 'Bär "x";.bin', BINARY, "bytes"],
      ["valueType", undefined, undefined, "File"],
    ],
    undefined,
    { boundary: WEBKIT },
  ),
  body(
    "npm's form-data: data without a file name",
    lines(
      "----------------------------0123456789abcdef01234567",
      'Content-Disposition: form-data; name="data"',
      "Content-Type: application/octet-stream",
      "",
      "bytes",
      "----------------------------0123456789abcdef01234567",
      'Content-Disposition: form-data; name="valueType"',
      "",
      "Bytes",
      "----------------------------0123456789abcdef01234567--",
      "",
    ),
    [
      ["data", undefined, BINARY, "bytes"],
      ["valueType", undefined, undefined, "Bytes"],
    ],
    undefined,
    { boundary: "--------------------------0123456789abcdef01234567" },
  ),
  body(
    "Spring: lengths in the heads",
    lines(
      "--b",
      'Content-Disposition: form-data; name="data"; filename="a.bin"',
      "Content-Type: application/octet-stream",
      "Content-Length: 5",
      "",
      "bytes",
      "--b",
      'Content-Disposition: form-data; name="valueType"',
      "Content-Type: text/plain;charset=UTF-8",
      "Content-Length: 4",
      "",
      "File",
      "--b--",
      "",
    ),
    [
      ["data", "a.bin", BINARY, "bytes"],
      ["valueType", undefined, "text/plain;charset=UTF-8", "File"],
    ],
  ),
  body(
    ".NET: tokens, the file name first, encoded names",
    lines(
      "------MyGreatBoundary",
      "Content-Disposition: form-data; filename=unspecified; name=data",
      "Content-Type: application/octet-stream",
      "Content-Transfer-Encoding: binary",
      "",
      "bytes",
      "------MyGreatBoundary",
      "Content-Type: text/plain",
      "Content-Disposition: form-data; name=more; filename=\"=?utf-8?B?w6QuYmlu?=\"; filename*=utf-8''%C3%A5.bin",
      "",
      "more",
      "------MyGreatBoundary--",
      "",
    ),
    [
      ["data", "unspecified", BINARY, "bytes"],
      ["more", "ä.bin", "text/plain", "more"],
    ],
    undefined,
    { boundary: "----MyGreatBoundary" },
  ),
  body(
    "curl: a raw UTF-8 name; Python: text first, no content type",
    lines(
      "--------------------------d74496d66958873e",
      'Content-Disposition: form-data; name="valueType"',
      "",
      "File",
      "--------------------------d74496d66958873e",
      'Content-Disposition: form-data; name="data"; filename="日本語 Ä.txt"',
      "",
      "bytes",
      "--------------------------d74496d66958873e--",
      "",
    ),
    [
      ["valueType", undefined, undefined, "File"],
      ["data", "日本語 Ä.txt", undefined, "bytes"],
    ],
    undefined,
    { boundary: "------------------------d74496d66958873e" },
  ),
  body(
    "two parts of one name",
    lines("--b", NAME_A, "", "one", "--b", NAME_A, "", "two", "--b--", ""),
    [
      ["a", undefined, undefined, "one"],
      ["a", undefined, undefined, "two"],
    ],
  ),
];

/** Contents that look like framing. */
const CONTENTS: readonly MultipartFixture[] = [
  ...[
    "",
    "\r",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\r\r\n",
    "\r\n-",
    "\r\n--",
    "--",
    "-",
    "\r\n--\r\n--",
  ].map((text) => content(`content ${JSON.stringify(text)}`, text)),
  content(
    "every byte",
    Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join(""),
  ),
  content("the delimiter without its line end", "--b"),
  content("a delimiter line right after the head", "--b\r\nx"),
  content("a closing delimiter right after the head", "--b--\r\nx"),
  content("LF and CR before the delimiter", "x\n--b\ny\r--b\rz\n\r--b--"),
  content(
    "lines that begin with the delimiter",
    "x\r\n--bx\r\n--b-\r\n--b-x\r\n--bb\r\n--b\0\r\n-b",
  ),
  content("the beginning of the delimiter again and again", "\r\n-\r\n--\r\n\r\r\n--\r\r\n--"),
  content("all of a long delimiter but its end", `\r\n--${LONGEST.slice(1)}\r\n--`, LONGEST),
  content("all of a long delimiter and more", `\r\n--${LONGEST}x\r\n--${LONGEST}-x`, LONGEST),
  content("dashes, and a boundary of dashes", "-".repeat(200), "-".repeat(70)),
  content("dashes, and a boundary of one dash", "----\r\n-", "-"),
  content("the shortest boundary", "\r\n--\r\n-x\r\n--y", "x"),
  content("every sign a boundary may have", `\r\n--${EVERY_SIGN.slice(0, -1)}\r\n`, EVERY_SIGN),
];

/** Framing where the specifications leave room. */
const FRAMING: readonly MultipartFixture[] = [
  body("no parts", "--b--\r\n", []),
  body("no parts, no line end", "--b--", []),
  body("no line end after the closing delimiter", formOf("content").slice(0, -2), [A]),
  body("preamble and epilogue", `preamble\r\n--bx\r\n--\r\n${formOf("content")}epilogue`, [A]),
  body("an empty line before the first delimiter", `\r\n${formOf("content")}`, [A]),
  body("a second form in the epilogue", formOf("content") + formOf("hidden"), [A]),
  body("anything right after the closing delimiter", `${formOf("content").slice(0, -2)}x--b`, [A]),
  body(
    "blanks after delimiters",
    lines("--b \t ", NAME_A, "", "content\r\n--b\t", NAME_A, "", "content", "--b-- ", ""),
    [A, A],
  ),
  body("the most blanks", `--b${" ".repeat(1024)}${formOf("content").slice(3)}`, [A]),
  body(
    "a nested multipart/mixed, in one piece",
    lines(
      "--b",
      NAME_A,
      "Content-Type: multipart/mixed; boundary=c",
      "",
      "--c\r\n\r\nx\r\n--c--",
      "--b--",
      "",
    ),
    [["a", undefined, "multipart/mixed; boundary=c", "--c\r\n\r\nx\r\n--c--"]],
  ),
  body(
    "base64 as it is",
    lines("--b", NAME_A, "Content-Transfer-Encoding: base64", "", "eA==", "--b--", ""),
    [["a", undefined, undefined, "eA=="]],
  ),

  body("nothing", "", [], "truncated at 0"),
  body("no delimiter", "content", [], "truncated at 7"),
  body("another boundary", formOf("content"), [], "truncated at 65", { boundary: "c" }),
  body("a delimiter without its dashes", "b--\r\n", [], "truncated at 5"),
  body("a delimiter and no more", "--b", [], "truncated at 3"),
  body("a delimiter line and no more", "--b\r\n", [], "truncated at 5"),
  body("half a delimiter line", "--b\r", [], "truncated at 4"),
  body("half a closing delimiter", "--b-", [], "truncated at 4"),
  body("the end in padding", "--b ", [], "truncated at 4"),
  body("the end in a head", `--b\r\n${NAME_A}\r\n`, [], "truncated at 47"),
  body("the end in a content", formOf("content").slice(0, -11), [], "truncated at 54"),
  body("no closing delimiter", formOf("content").slice(0, -7), [], "truncated at 58"),
  body(
    "the closing delimiter without dashes",
    formOf("content").slice(0, -4),
    [],
    "truncated at 61",
  ),
  body(
    "the closing delimiter as a plain one",
    `${formOf("content").slice(0, -4)}\r\n`,
    [A],
    "truncated at 63",
  ),
  body(
    "the closing delimiter with one dash",
    formOf("content").slice(0, -3),
    [],
    "truncated at 62",
  ),

  body("LF after a delimiter", `--b\n${NAME_A}\n\ncontent\n--b--`, [], "malformed at 3"),
  body("CR after a delimiter", `--b\r${NAME_A}`, [], "malformed at 4"),
  body("CR and another after padding", "--b \rx", [], "malformed at 5"),
  body("text after padding", "--b x\r\n", [], "malformed at 4"),
  body("dashes after padding", "--b --\r\n", [], "malformed at 4"),
  body("LF after padding", "--b \n", [], "malformed at 4"),
  body("too many blanks", `--b${" ".repeat(1025)}\r\n`, [], "malformed at 1027"),
  body("LF after a later delimiter", `${formOf("content").slice(0, -4)}\n`, [], "malformed at 61"),
];

/** Heads, well-formed and not. */
const HEADS: readonly MultipartFixture[] = [
  head("any case", ["CONTENT-disposition: FORM-Data; NAME=x; FileName=y"], ["x", "y"]),
  head(
    "blanks and semicolons",
    ['Content-Disposition:form-data ;;name = x ; filename= "y";'],
    ["x", "y"],
  ),
  head(
    "a tab and blanks around values",
    [`${NAME_A} \t`, "Content-Type: \t text/x \t"],
    ["a", undefined, "text/x"],
  ),
  head(
    "an empty name and file name",
    ['Content-Disposition: form-data; name=""; filename=""'],
    ["", ""],
  ),
  head("an empty content type", [NAME_A, "Content-Type:"], ["a", undefined, ""]),
  head(
    "hostile names",
    ['Content-Disposition: form-data; name="__proto__"; filename="../x"'],
    ["__proto__", "../x"],
  ),
  head(
    "a semicolon inside quotes",
    ['Content-Disposition: form-data; name="a;b"; filename="c; name=d"'],
    ["a;b", "c; name=d"],
  ),
  head(
    "escaped quotes and backslashes",
    ['Content-Disposition: form-data; name="\\"a\\\\"; filename="b\\""'],
    ['"a\\', 'b"'],
  ),
  head(
    "a Windows path",
    ['Content-Disposition: form-data; name="a"; filename="C:\\dir\\new.txt"'],
    ["a", "C:\\dir\\new.txt"],
  ),
  head(
    "percent-escapes",
    ['Content-Disposition: form-data; name="%22%0D%0A%41%"; filename="%0d%0a%2522"'],
    ['"\r\n%41%', "\r\n%2522"],
  ),
  head("unknown parameters", ["Content-Disposition: form-data; x=y; name=a; size=1"], ["a"]),
  head(
    "folded lines",
    ["Content-Disposition: form-data;", ' name="a";', '\t filename="b', ' c"', "X: ", " y"],
    ["a", "b c"],
  ),
  head("unknown headers", ["X-A: 1", NAME_A, "x-b:", "!#$%&'*+.^_`|~: 2"], ["a"]),
  head(
    "a bare token beyond the grammar",
    ["Content-Disposition: form-data; name=a/b[]=ü"],
    ["a/b[]=ü"],
  ),
  head(
    "raw UTF-8",
    ['Content-Disposition: form-data; name="ü"; filename="日本😀\\"x"'],
    ["ü", '日本😀"x'],
  ),

  head(
    "filename* alone",
    ["Content-Disposition: form-data; name=a; filename*=UTF-8'de'na%C3%AFve%20x"],
    ["a", "naïve x"],
  ),
  head("name* alone", ["Content-Disposition: form-data; name*=iso-8859-1''%E4"], ["ä"]),
  head(
    "filename* beside filename, broken",
    ["Content-Disposition: form-data; name=a; filename*=%%%; filename=b"],
    ["a", "b"],
  ),
  head(
    "filename in pieces",
    ['Content-Disposition: form-data; name=a; filename*0="b c"; filename*1="d\\""'],
    ["a", 'b cd"'],
  ),
  head(
    "filename in encoded pieces, a character cut in two",
    [
      "Content-Disposition: form-data; name=a; filename*0*=utf-8''%C3; filename*1*=%A4b; filename*2=\"c%20\"",
    ],
    ["a", "äbc%20"],
  ),
  head(
    "words in a file name",
    [
      'Content-Disposition: form-data; name="a"; filename="=?UTF-8?Q?=C3=A4_b?= =?iso-8859-1?b?5A==?= c"',
    ],
    ["a", "ä bä c"],
  ),
  head(
    "broken words in a file name",
    [
      'Content-Disposition: form-data; name="a"; filename="=?UTF-8?Q?=C3?= =?x?B?eA==?= =?utf-8?B?e?="',
    ],
    ["a", "=?UTF-8?Q?=C3?= =?x?B?eA==?= =?utf-8?B?e?="],
  ),
  head(
    "no words in a name",
    ['Content-Disposition: form-data; name="=?utf-8?B?w6Q=?="'],
    ["=?utf-8?B?w6Q=?="],
  ),
  {
    ...head("ISO-8859-1, as the form's type says", [], ["ä", 'ö"', "text/ü"], {
      headerCharset: "ISO-8859-1",
    }),
    body: latin1(
      lines(
        "--b",
        'Content-Disposition: form-data; name="ä"; filename="ö\\""',
        "Content-Type: text/ü",
        "",
        "content",
        "--b--",
      ),
    ),
  },

  head("no head", [], "malformed at 5"),
  head("no disposition", ["Content-Type: text/plain"], "malformed at 5"),
  head("another disposition", ['Content-Disposition: attachment; name="a"'], "malformed at 5"),
  head("nearly the disposition", ['Content-Disposition: form-data2; name="a"'], "malformed at 5"),
  head("no name", ['Content-Disposition: form-data; filename="a"'], "malformed at 5"),
  head("two dispositions", [NAME_A, NAME_A], "malformed at 5"),
  head("two content types", [NAME_A, "Content-Type: a/b", "Content-Type: a/b"], "malformed at 5"),
  head(
    "a repeated parameter",
    ['Content-Disposition: form-data; name="a"; Name="b"'],
    "malformed at 5",
  ),
  head(
    "a quote inside a value",
    ['Content-Disposition: form-data; name="a"; filename="b"c"'],
    "malformed at 5",
  ),
  head(
    "a quote that does not close",
    ['Content-Disposition: form-data; name="a\\"'],
    "malformed at 5",
  ),
  head("a quote in a token", ['Content-Disposition: form-data; name=a"b'], "malformed at 5"),
  head("a blank in a token", ["Content-Disposition: form-data; name=a b"], "malformed at 5"),
  head(
    "a parameter without value",
    ["Content-Disposition: form-data; name=a; x"],
    "malformed at 5",
  ),
  head("a parameter with no value", ["Content-Disposition: form-data; name="], "malformed at 5"),
  head("a line without colon", [NAME_A, "X"], "malformed at 5"),
  head("a blank before the colon", ['Content-Disposition : form-data; name="a"'], "malformed at 5"),
  head("a line without name", [NAME_A, ": x"], "malformed at 5"),
  head("a folded first line", [` ${NAME_A}`], "malformed at 5"),
  head("LF in a head", [`${NAME_A}\nX: y`], "malformed at 5"),
  head("CR in a head", [`${NAME_A}\rX: y`], "malformed at 5"),
  head("NUL in a head", ['Content-Disposition: form-data; name="a\0"'], "malformed at 5"),
  head(
    "filename* without charset",
    ["Content-Disposition: form-data; name=a; filename*=b"],
    "malformed at 5",
  ),
  head(
    "filename* of an unknown charset",
    ["Content-Disposition: form-data; name=a; filename*=x''b"],
    "malformed at 5",
  ),
  head(
    "filename* with a broken escape",
    ["Content-Disposition: form-data; name=a; filename*=utf-8''%4"],
    "malformed at 5",
  ),
  head(
    "filename* not in its charset",
    ["Content-Disposition: form-data; name=a; filename*=utf-8''%C3"],
    "malformed at 5",
  ),
  head(
    "filename in pieces with a gap",
    ["Content-Disposition: form-data; name=a; filename*0=b; filename*2=c"],
    "malformed at 5",
  ),
  head(
    "filename in pieces without the charset",
    ["Content-Disposition: form-data; name=a; filename*0=b; filename*1*=c"],
    "malformed at 5",
  ),
  {
    ...head("bytes that are no UTF-8", [], "malformed at 5"),
    body: latin1(lines("--b", 'Content-Disposition: form-data; name="ä"', "", "content", "--b--")),
  },
];

const HEAD_LENGTH = NAME_A.length + 2;

/** Limits, met and exceeded by one. */
const LIMITS: readonly MultipartFixture[] = [
  body("maxParts met", formOf("content"), [A], undefined, { maxParts: 1 }),
  body("maxParts exceeded", lines("--b", NAME_A, "", "content", formOf("x")), [A], "maxParts 1", {
    maxParts: 1,
  }),
  body("no part allowed, none sent", "--b--", [], undefined, { maxParts: 0 }),
  body("maxHeaderBytes met", formOf("content"), [A], undefined, { maxHeaderBytes: HEAD_LENGTH }),
  body("maxHeaderBytes exceeded", formOf("content"), [], `maxHeaderBytes ${HEAD_LENGTH - 1}`, {
    maxHeaderBytes: HEAD_LENGTH - 1,
  }),
  body("maxHeaderBytes exceeded without an end", `--b\r\n${NAME_A}`, [], "maxHeaderBytes 9", {
    maxHeaderBytes: 9,
  }),
  body("maxPartBytes met", formOf("content"), [A], undefined, { maxPartBytes: 7 }),
  body("maxPartBytes exceeded", formOf("content"), [], "maxPartBytes 6", { maxPartBytes: 6 }),
  body("maxTotalBytes met", formOf("content"), [A], undefined, { maxTotalBytes: 65 }),
  body("maxTotalBytes exceeded by the epilogue", formOf("content"), [A], "maxTotalBytes 64", {
    maxTotalBytes: 64,
  }),
  body("maxTotalBytes exceeded by a part", formOf("content"), [], "maxTotalBytes 52", {
    maxTotalBytes: 52,
  }),
  body("an error before a limit", `--b\n${formOf("content")}`, [], "malformed at 3", {
    maxTotalBytes: 4,
  }),
];

export const MULTIPART_FIXTURES: readonly MultipartFixture[] = [
  ...WIRE,
  ...CONTENTS,
  ...FRAMING,
  ...HEADS,
  ...LIMITS,
];

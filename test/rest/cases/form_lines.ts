/** How a form is written: its delimiter lines, and the `Content-Type` that says what they are. */
import { latin1 } from "../../support/multipart_message.ts";
import { bytes, invalid, NO_CONTENT, refused } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import { DATA, get, postBody } from "../requests.ts";
import { type RestCase, restCase, type Step } from "../rest_case.ts";

const TYPE = "multipart/form-data; boundary=b";
const HEAD = 'Content-Disposition: form-data; name="data"';
const START = `--b\r\n${HEAD}\r\n\r\n`;
const ONE = `${START}x\r\n--b--\r\n`;
const PREFIX = "multipart/form-data cannot be processed: Cannot read the form: ";

/** A body whose `data` has this content, one character for each byte. */
function reads(name: string, body: string, content = "x", differs?: DifferenceId): RestCase {
  return readsAs(name, TYPE, body, content, differs);
}

function readsAs(
  name: string,
  contentType: string,
  body: string,
  content = "x",
  differs?: DifferenceId,
): RestCase {
  const steps: readonly Step[] = [
    [postBody(latin1(body), contentType), NO_CONTENT],
    [get(DATA), bytes(content)],
  ];
  return restCase(`form lines: ${name}`, steps, differs);
}

/** A body that is refused, and the message behind the engine's words. */
function refuses(name: string, body: string, message: string, differs?: DifferenceId): RestCase {
  const answer = refused(400, "RestException", PREFIX + message);
  return restCase(`form lines: ${name}`, [[postBody(latin1(body), TYPE), answer]], differs);
}

const CONTENTS = [
  "",
  "\r",
  "\n",
  "\r\n",
  "\r\n\r\n",
  "\r\r",
  "-",
  "--",
  "-\r\n--",
  "x--b",
  "x--b--",
  "x--b\r\n",
  "\n--b\r\n",
  "\r\n--\r\n",
  "x\r",
  "x\n--b",
  "x\n--b--\r\n",
  "x\r--b",
  "\r\n-\r\n",
  "\r\n--\r\n--B--",
  "\r\r\n\r\n--\r\n-",
  "\0\xff\x80",
];

const READ: readonly RestCase[] = [
  ...CONTENTS.map((content) =>
    reads(`content ${JSON.stringify(content)}`, `${START}${content}\r\n--b--\r\n`, content),
  ),
  reads("1 MB", `${START}${"x".repeat(1_000_000)}\r\n--b--\r\n`, "x".repeat(1_000_000)),
  reads("no CRLF behind the closing delimiter", `${START}x\r\n--b--`),
  reads("an epilogue", `${ONE}the end`),
  reads("an epilogue on the line of the closing delimiter", `${START}x\r\n--b--the end`),
  reads("a second form as epilogue", `${ONE}${START}y\r\n--b--\r\n`),
  reads("a preamble", `the beginning\r\n${ONE}`),
  reads("a preamble of several lines", `a\r\n\r\nb\r\n${ONE}`),
  reads("CRLF before the first delimiter", `\r\n${ONE}`),
  reads("blanks behind the closing delimiter", `${START}x\r\n--b--  \r\n`),
  reads(
    "blanks behind the first delimiter",
    ONE.replace("--b", "--b \t"),
    "x",
    "blanksBehindDelimiter",
  ),
  reads(
    "a delimiter that goes on",
    `${START}x\r\n--b-x\r\n--b--\r\n`,
    "x\r\n--b-x",
    "delimiterGoesOn",
  ),
  reads("a longer delimiter", `${START}x\r\n--bb\r\n--b--\r\n`, "x\r\n--bb", "delimiterGoesOn"),
  reads("a delimiter behind an empty line", `${START}--b--\r\n`, "", "delimiterAtOnce"),
];

const FOLLOWS = "a delimiter begins the form or follows a CRLF";
const NO_LINE = "it has no delimiter line '--b'; check the boundary in its Content-Type";

const REFUSED: readonly RestCase[] = [
  refuses(
    "a byte order mark before it all",
    `\xef\xbb\xbf${ONE}`,
    `a byte order mark stands before the delimiter line at byte 3; ${FOLLOWS}`,
    "textBeforeDelimiter",
  ),
  refuses(
    "a word before the first delimiter",
    `x${ONE}`,
    `text stands before the delimiter line at byte 1; ${FOLLOWS}`,
    "textBeforeDelimiter",
  ),
  refuses(
    "a line feed before the first delimiter",
    `\n${ONE}`,
    `a line feed alone stands before the delimiter line at byte 1; ${FOLLOWS}`,
    "textBeforeDelimiter",
  ),
  refuses("nothing", "", "it is empty", "noDelimiter"),
  refuses("no delimiter", "x", NO_LINE, "noDelimiter"),
  refuses("another boundary", "--c\r\n\r\n--c--\r\n", NO_LINE, "noDelimiter"),
  refuses(
    "an end behind the first delimiter",
    "--b\r\n",
    "it ends at byte 5, before its closing delimiter",
  ),
  refuses(
    "an end in the headers",
    `--b\r\n${HEAD}\r\n`,
    "it ends at byte 50, before its closing delimiter",
  ),
  refuses(
    "an end before the content",
    START,
    "it ends at byte 52 in part 'data', before its closing delimiter",
  ),
  refuses(
    "an end in the content",
    `${START}xyz`,
    "it ends at byte 55 in part 'data', before its closing delimiter",
  ),
  refuses(
    "an end in a delimiter",
    `${START}x\r\n--`,
    "it ends at byte 57 in part 'data', before its closing delimiter",
  ),
  refuses(
    "an end behind a delimiter",
    `${START}x\r\n--b`,
    "it ends at byte 58 in part 'data', before its closing delimiter",
    "cutBehindDelimiter",
  ),
  refuses(
    "an end behind one dash",
    `${START}x\r\n--b-`,
    "it ends at byte 59 in part 'data', before its closing delimiter",
    "cutBehindDelimiter",
  ),
  refuses(
    "a delimiter for the closing one",
    `${START}x\r\n--b\r\n`,
    "it ends at byte 60, before its closing delimiter",
  ),
  refuses(
    "line feeds for CRLF",
    `--b\n${HEAD}\n\nx\n--b--\n`,
    "a delimiter line ends with a line feed alone at byte 3; end it with CRLF",
  ),
  refuses(
    "carriage returns for CRLF",
    `--b\r${HEAD}\r\rx\r--b--\r`,
    "a delimiter line ends with a carriage return alone at byte 4; end it with CRLF",
    "delimiterLineEnd",
  ),
  refuses(
    "a line feed behind the first delimiter",
    ONE.replace("\r\n", "\n"),
    "a delimiter line ends with a line feed alone at byte 3; end it with CRLF",
    "delimiterLineEnd",
  ),
  restCase(
    "form lines: a closing delimiter alone",
    [
      [
        postBody("--b--\r\n", TYPE),
        invalid("Form part with name 'data' is missing: the form has no part"),
      ],
    ],
    "missingPart",
  ),
];

const MARKS = "'()+_,-./:=? b";
const LONG = "b".repeat(70);
const OF_TYPE = "in its Content-Type";

/** Types that are refused, and the message behind the engine's words. */
const NO_TYPES: readonly (readonly [type: string, message: string, differs?: DifferenceId])[] = [
  [
    "multipart/form-data",
    `a boundary is missing ${OF_TYPE} 'multipart/form-data'; leave this header to the HTTP client, which knows the boundary`,
  ],
  [
    "multipart/form-data; boundary=",
    `a parameter is malformed ${OF_TYPE} 'multipart/form-data; boundary='`,
    "unreadableHead",
  ],
  [
    "multipart/form-data; boundary=a; boundary=b",
    `parameter 'boundary' is repeated ${OF_TYPE} 'multipart/form-data; boundary=a; boundary=b'`,
    "boundarySyntax",
  ],
  [
    "multipart/form-data; boundary=b c",
    `a parameter is malformed ${OF_TYPE} 'multipart/form-data; boundary=b c'`,
    "boundarySyntax",
  ],
  [
    "multipart/form-data; boundary=b; charset=klingon",
    "its Content-Type names an unknown charset 'klingon'",
    "unknownCharset",
  ],
];

const OTHER_TYPES = [
  "multipart/mixed; boundary=b",
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/octet-stream",
];

function notSupported(type: string, message: string, differs: DifferenceId): RestCase {
  const answer = refused(415, "NotSupportedException", `Cannot read the form: ${message}`);
  return restCase(`a form as ${type}`, [[postBody(ONE, type), answer]], differs);
}

const TYPES: readonly RestCase[] = [
  readsAs("a boundary in quotes", 'multipart/form-data; boundary="b"', ONE),
  readsAs("the type in capitals", "Multipart/Form-Data; BOUNDARY=b", ONE),
  readsAs("no blank before the boundary", "multipart/form-data;boundary=b", ONE),
  readsAs("further parameters", "multipart/form-data; a=b; boundary=b; charset=UTF-8", ONE),
  readsAs(
    "a boundary of 70 characters",
    `multipart/form-data; boundary=${LONG}`,
    ONE.replaceAll("--b", `--${LONG}`),
  ),
  readsAs(
    "a boundary of punctuation",
    `multipart/form-data; boundary="${MARKS}"`,
    ONE.replaceAll("--b", `--${MARKS}`),
  ),
  ...NO_TYPES.map(([type, message, differs]) =>
    restCase(
      `a form as ${type}`,
      [[postBody(ONE, type), refused(400, "RestException", PREFIX + message)]],
      differs,
    ),
  ),
  notSupported(
    "multipart/form-data, boundary=b",
    `a semicolon is missing before 'boundary' ${OF_TYPE} 'multipart/form-data, boundary=b'`,
    "boundarySyntax",
  ),
  ...OTHER_TYPES.map((type) =>
    notSupported(type, `its Content-Type '${type}' is not 'multipart/form-data'`, "reasonPhrase"),
  ),
];

export const FORM_LINES: readonly RestCase[] = [...READ, ...REFUSED, ...TYPES];

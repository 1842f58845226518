/** The headers of a form's parts. */
import { latin1 } from "../../support/multipart_message.ts";
import { bytes, invalid, NO_CONTENT, refused } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import { DATA, get, postBody } from "../requests.ts";
import { type RestCase, restCase, type Step } from "../rest_case.ts";

const TYPE = "multipart/form-data; boundary=b";
const DISPOSITION = "Content-Disposition:";
const HEAD = `${DISPOSITION} form-data; name="data"`;
const PREFIX =
  "multipart/form-data cannot be processed: Cannot read the headers of part 1 at byte 5: ";

/** Header lines of a part of the content `x`. */
type Lines = readonly string[];

function post(lines: Lines): Step[0] {
  return postBody(latin1(`--b\r\n${lines.join("\r\n")}\r\n\r\nx\r\n--b--\r\n`), TYPE);
}

function reads(lines: Lines, differs?: DifferenceId): RestCase {
  const steps: readonly Step[] = [
    [post(lines), NO_CONTENT],
    [get(DATA), bytes("x")],
  ];
  return restCase(`form headers: ${shown(lines)}`, steps, differs);
}

/** Lines that are refused, and the message behind the engine's words. */
function refuses(message: string, lines: Lines, differs: DifferenceId): RestCase {
  const answer = refused(400, "RestException", PREFIX + message);
  return restCase(`form headers: ${shown(lines)}`, [[post(lines), answer]], differs);
}

/** A form without the part `data`. */
function misses(name: string, differs: DifferenceId): RestCase {
  const lines = [`${DISPOSITION} form-data; name="${name}"`];
  const answer = invalid(`Form part with name 'data' is missing: the form has '${name}'`);
  return restCase(`form headers: ${shown(lines)}`, [[post(lines), answer]], differs);
}

function shown(lines: Lines): string {
  return lines.join(" | ").slice(0, 100) || "nothing";
}

export const FORM_HEADERS: readonly RestCase[] = [
  reads(['content-disposition: form-data; name="data"']),
  reads(['CONTENT-DISPOSITION: FORM-DATA; NAME="data"']),
  reads(['Content-Disposition:form-data;name="data"']),
  reads([`${DISPOSITION} form-data; name=data`]),
  reads(["X-A: b", HEAD, "Content-Length: 1", "X-C: d"]),
  reads([`${DISPOSITION} form-data;`, ' name="data"']),
  reads([HEAD, "Content-Transfer-Encoding: binary"]),
  reads([HEAD, "Content-Transfer-Encoding: base64"]),
  reads([HEAD, "Content-Type:"]),
  reads([HEAD, `X-A: ${"a".repeat(2_000)}`], "longHeaders"),
  refuses("Content-Disposition is missing", [], "namelessPart"),
  refuses("Content-Disposition is missing", ["Content-Type: text/plain"], "namelessPart"),
  refuses("Content-Disposition has no name", [`${DISPOSITION} form-data`], "namelessPart"),
  misses("", "emptyName"),
  misses("date", "missingPart"),
  refuses(
    `Content-Disposition is not 'form-data' at byte 26: 'attachment; name="data"'`,
    [`${DISPOSITION} attachment; name="data"`],
    "namelessPart",
  ),
  refuses(
    `Content-Disposition is not 'form-data' at byte 26: 'form-data, name="data"'`,
    [`${DISPOSITION} form-data, name="data"`],
    "dispositionGoesOn",
  ),
  refuses(
    "parameter 'name' is repeated",
    [`${DISPOSITION} form-data; name="a"; name="data"`],
    "repeatedParameter",
  ),
  refuses(
    "Content-Type is repeated",
    [HEAD, "Content-Type: text/plain", "Content-Type: text/html"],
    "twoContentTypes",
  ),
  refuses("a header line is malformed at byte 50: 'nonsense'", [HEAD, "nonsense"], "badHeaderLine"),
  refuses("a header line is malformed at byte 50: ': x'", [HEAD, ": x"], "badHeaderLine"),
  refuses(
    `a header line is malformed at byte 5: 'Content-Disposition : form-data; name="data"'`,
    ['Content-Disposition : form-data; name="data"'],
    "badHeaderLine",
  ),
  refuses("they are not in the charset of the form", [HEAD, "X-A: \xff"], "headersNotUtf8"),
];

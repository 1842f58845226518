import assert from "node:assert/strict";
import fc from "fast-check";
import { type StrictDecoder, strictDecoder } from "../../../core/bytes/_strict_decoder.ts";
import { parsePartHead } from "../../../core/multipart/_parse_part_head.ts";
import type { PartHead } from "../../../core/multipart/part.ts";
import { utf8 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const test = suite("parsePartHead()");

const NAME = 'Content-Disposition: form-data; name="a"\r\n';
const UTF8 = needed(strictDecoder(undefined));

function needed(decoder: StrictDecoder | undefined): StrictDecoder {
  assert(decoder);
  return decoder;
}

function parse(lines: string): PartHead {
  return parsePartHead(utf8(lines), UTF8, 7);
}

/** Parses header lines, and returns the head, or the message of the error. */
function outcome(lines: string): unknown {
  try {
    const { name, filename, contentType, headers } = parse(lines);
    return { name, filename, contentType, headers: [...headers] };
  } catch (error) {
    assert(error instanceof SyntaxError);
    return error.message;
  }
}

test("reads common header lines as it reads all others", () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ..."aB0 ;=\\\"%?'/\t\x01\x7f\x80ä€😀\u2028\ufeff",
      ...["%22", "%0D", "%0a", "=?utf-8?Q?x?=", '\\"', "\\\\", "\r\n "],
    ),
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, fc.option(text), fc.option(text), (name, filename, contentType) => {
      const file = filename === null ? "" : `; filename="${filename}"`;
      const type = contentType === null ? "" : `Content-Type: ${contentType}\r\n`;
      const common = `Content-Disposition: form-data; name="${name}"${file}\r\n${type}`;
      // One letter in lower case is enough to leave the fast path.
      assert.deepEqual(outcome(common), outcome(common.replace("Disposition", "disposition")));
    }),
    { numRuns: 2_000 },
  );
});

test("says what is wrong with header lines", () => {
  const messages = {
    "": "Content-Disposition is missing",
    "X: y\r\n": "Content-Disposition is missing",
    "Content-Disposition: attachment; name=a\r\n":
      "Content-Disposition is not 'form-data' at byte 28: 'attachment; name=a'",
    "Content-Disposition:\r\n": "Content-Disposition is not 'form-data' at byte 27: ''",
    "Content-Disposition: form-data\r\n": "Content-Disposition has no name",
    [NAME + NAME]: "Content-Disposition is repeated",
    [`${NAME}Content-Type: a/b\r\ncontent-type: a/b\r\n`]: "Content-Type is repeated",
    [`${NAME}X\r\n`]: "a header line is malformed at byte 49: 'X'",
    [`${NAME}X : y\r\n`]: "a header line is malformed at byte 49: 'X : y'",
    [`${NAME}X: \x01\r\nY: z\r\n`]: "a header line is malformed at byte 49: 'X: \x01'",
    [`${NAME}X: ${"y".repeat(200)}\0\r\n`]: `a header line is malformed at byte 49: 'X: ${"y".repeat(97)}…'`,
    "Content-Disposition: form-data; name=a; name=b\r\n": "parameter 'name' is repeated",
    "Content-Disposition: form-data; name=a; \tfilename=\r\n":
      "a parameter is malformed in Content-Disposition at byte 48: 'filename='",
    'Content-Disposition: form-data; name=a; filename="b; x=y\r\n':
      "a parameter is malformed in Content-Disposition at byte 47: 'filename=\"b; x=y'; write a quote inside of quotes as %22",
    "Content-Disposition:\r\n \t form-data;\r\n x=ä€😀;\r\n  name=\r\n":
      "a parameter is malformed in Content-Disposition at byte 61: 'name='",
    "Content-Disposition: form-data; name*=a\r\n": "parameter 'name*' names no charset",
  };
  for (const [lines, message] of Object.entries(messages)) assert.equal(outcome(lines), message);
});

test("says when header lines are not in their charset", () => {
  const message = "they are not in the charset of the form";
  for (const hex of ["e4", "c3", "eda080", "f0808080", "ff"]) {
    const bytes = Buffer.concat([Buffer.from(`${NAME}X: `), Buffer.from(`${hex}0d0a`, "hex")]);
    assert.throws(() => parsePartHead(bytes, UTF8, 0), { name: "SyntaxError", message });
    // An error in one part does not affect the next.
    assert.equal(parsePartHead(utf8(NAME), UTF8, 0).name, "a");
  }
});

// A search that backtracks over the same bytes again and again would take minutes for each of these.
test("reads long hostile lines in one pass", () => {
  const long = 1 << 20;
  const hostile = [
    `X:${" ".repeat(long)}\x01\r\n`,
    `X:${"\t ".repeat(long)}\r\n`,
    `X: y${" ".repeat(long)}\x01\r\n`,
    `Content-Type: y${" ".repeat(long)}\x01\r\n`,
    `X: ${"\r\n ".repeat(long)}\x01\r\n`,
    `Content-Disposition: form-data${" ".repeat(long)}x\r\n`,
    `Content-Disposition: form-data${" ; ".repeat(long)}x\r\n`,
    `Content-Disposition: form-data; name="${"a ".repeat(long)}\r\n`,
    `Content-Disposition: form-data; name=a${" ".repeat(long)}x\r\n`,
    `Content-Disposition: form-data; name=${"a".repeat(long)}"\r\n`,
    `${"X".repeat(long)}\r\n`,
  ];
  for (const lines of hostile) outcome(NAME + lines);
});

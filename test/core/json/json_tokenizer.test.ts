import assert from "node:assert/strict";
import fc from "fast-check";
import { JsonSyntaxError } from "../../../core/json/json_syntax_error.ts";
import { type JsonHandler, JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { suite } from "../../support/suite.ts";
import { ILL_FORMED, INVALID, VALID } from "./json_texts.ts";

const test = suite("JsonTokenizer");
const encoder = new TextEncoder();

/** Records its calls, one line for each. The pieces of strings are joined. */
class Recorder implements JsonHandler {
  readonly lines: string[] = [];
  #text = "";

  startObject(): void {
    this.lines.push("{");
  }

  endObject(): void {
    this.lines.push("}");
  }

  startArray(): void {
    this.lines.push("[");
  }

  endArray(): void {
    this.lines.push("]");
  }

  name(piece: string, last: boolean): void {
    this.#collect("name ", piece, last);
  }

  string(piece: string, last: boolean): void {
    this.#collect("string ", piece, last);
  }

  number(lexeme: string): void {
    this.lines.push(lexeme);
  }

  literal(value: boolean | null): void {
    this.lines.push(`${value}`);
  }

  #collect(kind: string, piece: string, last: boolean): void {
    this.#text += piece;
    if (!last) return;
    this.lines.push(kind + this.#text);
    this.#text = "";
  }
}

/** Reads a text, and returns everything that is visible: the calls, then the error if there is one. */
function read(chunks: Iterable<Uint8Array>): readonly string[] {
  const recorder = new Recorder();
  const tokenizer = new JsonTokenizer(recorder);
  try {
    for (const chunk of chunks) tokenizer.write(chunk);
    tokenizer.end();
  } catch (error) {
    assert.ok(error instanceof JsonSyntaxError, String(error));
    recorder.lines.push(`${error.offset}:${error.line}:${error.column} ${error.message}`);
  }
  return recorder.lines;
}

function errorOf(bytes: Uint8Array): JsonSyntaxError {
  const tokenizer = new JsonTokenizer({});
  try {
    tokenizer.write(bytes);
    tokenizer.end();
  } catch (error) {
    assert.ok(error instanceof JsonSyntaxError, String(error));
    return error;
  }
  throw new Error("No error was thrown");
}

/** Yields one byte at a time, in the same array, which it overwrites each time, with empty chunks between. */
function* reusedBytes(bytes: Uint8Array): Iterable<Uint8Array> {
  const place = Buffer.alloc(3, "]");
  for (const byte of bytes) {
    place[1] = byte;
    yield place.subarray(1, 2);
    place[1] = 0xff;
    yield place.subarray(2, 2);
  }
}

function* everyCut(bytes: Uint8Array): Iterable<readonly Uint8Array[]> {
  for (let i = 1; i < bytes.length; i++) yield [bytes.subarray(0, i), bytes.subarray(i)];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const LONG = 400;
const texts = [
  ...[...VALID, ...INVALID.map(([text]) => text)].map((text) => encoder.encode(text)),
  ...ILL_FORMED.map(([hex]) => Buffer.from(hex, "hex")),
];

test("takes what is JSON, and JSON.parse agrees", () => {
  for (const text of VALID) {
    assert.notEqual(parse(text), undefined, text);
    const tokenizer = new JsonTokenizer({});
    tokenizer.write(encoder.encode(text));
    tokenizer.end();
  }
  assert.ok(VALID.length > 140);
});

test("refuses what is not, at the right byte, and JSON.parse agrees", () => {
  for (const [text, offset] of INVALID) {
    assert.equal(parse(text), undefined, text);
    assert.equal(errorOf(encoder.encode(text)).offset, offset, JSON.stringify(text));
  }
  assert.ok(INVALID.length > 200);
});

test("refuses what is not UTF-8, where that begins", () => {
  for (const [hex, offset] of ILL_FORMED) {
    const error = errorOf(Buffer.from(hex, "hex"));
    assert.equal(error.offset, offset, hex);
    assert.match(error.message, /not UTF-8/, hex);
  }
});

test("makes the same calls and errors byte by byte, from memory that is used again", () => {
  for (const bytes of texts) assert.deepEqual(read(reusedBytes(bytes)), read([bytes]));
});

test("makes the same calls and errors at every two-way cut", () => {
  for (const bytes of texts.filter(({ length }) => length < LONG)) {
    const whole = read([bytes]);
    for (const cut of everyCut(bytes)) assert.deepEqual(read(cut), whole);
  }
});

test("makes the same calls and errors at any cuts, of any broken text", () => {
  const text = fc.oneof(
    fc.json({ stringUnit: "binary" }),
    fc.string({ unit: fc.constantFrom(...'[]{},:"\\u01.-e+ntrue \né€😀') }),
  );
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 60 })), fc.nat(), (json, cuts, spoiled) => {
      const bytes = encoder.encode(json);
      if (spoiled < bytes.length) bytes[spoiled] = 0xc3;
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
      assert.deepEqual(read(chunks), read([bytes]));
    }),
    { numRuns: 300 },
  );
});

test("calls for each token, in order", () => {
  const json = ' {"a" : [1, -2.50e+3, "b\\n", true, null, {}], "" : ""} ';
  const expected = "{|name a|[|1|-2.50e+3|string b\n|true|null|{|}|]|name |string |}";
  assert.equal(read([encoder.encode(json)]).join("|"), expected);
});

test("keeps every digit of a number", () => {
  for (const lexeme of ["9223372036854775807", "-0", "1.50", "1E+02", "0.10000000000000000001"]) {
    assert.deepEqual(read([encoder.encode(`[${lexeme}]`)]), ["[", lexeme, "]"]);
  }
});

test("drops one byte order mark at the start, and counts it as three bytes of no column", () => {
  assert.deepEqual(read([encoder.encode("\ufeff1")]), ["1"]);
  assert.deepEqual(read(reusedBytes(encoder.encode("\ufeff1"))), ["1"]);
  const { offset, line, column } = errorOf(encoder.encode("\ufeffx"));
  assert.deepEqual({ offset, line, column }, { offset: 3, line: 1, column: 1 });
  assert.equal(errorOf(encoder.encode("\ufeff\ufeff1")).offset, 3);
});

test("keeps U+FEFF inside a string, also at the start of a block", () => {
  const start = `"${"a".repeat(65_535)}`;
  const lines = read([encoder.encode(`${start}\ufeffb"`)]);
  assert.deepEqual(lines, [`string ${start.slice(1)}\ufeffb`]);
});

test("counts lines, and columns in UTF-16 code units", () => {
  const cases: [string, string][] = [
    ["x", "line 1, column 1, byte 0"],
    ["[1,\n x]", "line 2, column 2, byte 5"],
    ["[\r\n\r\n  x]", "line 3, column 3, byte 7"],
    ['["é😀",\t"€" x]', "line 1, column 13, byte 17"],
    [`[${"\n".repeat(70_000)}x]`, "line 70001, column 1, byte 70001"],
    [`["${"é".repeat(70_000)}", x]`, "line 1, column 70006, byte 140005"],
    [`["${"é".repeat(70_000)}"]`.repeat(2), "line 1, column 70005, byte 140004"],
  ];
  for (const [text, place] of cases) {
    assert.ok(errorOf(encoder.encode(text)).message.endsWith(`(${place})`), place);
  }
});

test("says what it expected and what it found", () => {
  const cases: [string, string][] = [
    ["", "expected a value, found the end"],
    ["[1,]", "expected a value, found ']'"],
    ["[}", "expected a value or ']', found '}'"],
    ["[1}", "expected ',' or ']', found '}'"],
    ['{"a":1]', "expected ',' or '}', found ']'"],
    ['{"a":1,}', "expected a name in quotes, found '}'"],
    ["{1", "expected a name in quotes or '}', found '1'"],
    ['{"a"}', "expected ':', found '}'"],
    ["1 é", "expected nothing more, found U+00E9"],
    ['"\n', "expected an escape, found U+000A"],
    ['"\\x', "expected an escape, found 'x'"],
    ['"\\u12x', "expected a hex digit, found 'x'"],
    ['"a', "expected the end of the string, found the end"],
    ["[😀", "expected a value or ']', found U+1F600"],
    ["[nope]", "expected a value, found 'nope'"],
    [`[${"1".repeat(50)}-]`, `expected a value, found '${"1".repeat(40)}'`],
  ];
  for (const [text, problem] of cases) {
    const { message } = errorOf(encoder.encode(text));
    assert.ok(message.startsWith(`Cannot parse the JSON: ${problem} (line `), message);
  }
});

test("tells where the current token begins, also when it began in an earlier chunk", () => {
  const json = '{"é€":\n [12, "ä",\ntrue]}';
  const expected =
    "{ 1:1:0|name 1:2:1|[ 2:2:11|number 2:3:12|string 2:7:16|literal 3:1:22|] 3:5:26|} 3:6:27";
  for (const chunks of [[encoder.encode(json)], reusedBytes(encoder.encode(json))]) {
    const places: string[] = [];
    const note = (kind: string) => {
      const { line, column, offset } = tokenizer.position;
      places.push(`${kind} ${line}:${column}:${offset}`);
    };
    const tokenizer = new JsonTokenizer({
      startObject: () => note("{"),
      endObject: () => note("}"),
      startArray: () => note("["),
      endArray: () => note("]"),
      name: (_piece, last) => last && note("name"),
      string: (_piece, last) => last && note("string"),
      number: () => note("number"),
      literal: () => note("literal"),
    });
    for (const chunk of chunks) tokenizer.write(chunk);
    tokenizer.end();
    assert.equal(places.join("|"), expected);
  }
});

test("hands a long string on in pieces, most of them as they came", () => {
  const pieces: [number, boolean][] = [];
  const tokenizer = new JsonTokenizer({
    string: (piece, last) => pieces.push([piece.length, last]),
  });
  const chunk = encoder.encode("QUJD".repeat(16_384));
  tokenizer.write(encoder.encode('{"value":"'));
  for (let i = 0; i < 20; i++) tokenizer.write(chunk);
  tokenizer.write(encoder.encode('"}'));
  tokenizer.end();
  assert.equal(pieces.length, 21);
  assert.ok(pieces.slice(0, 20).every(([length, last]) => length === 65_536 && !last));
  assert.deepEqual(pieces.at(-1), [0, true]);
});

test("refuses a depth of 1,001 and more where it begins, and takes 1,000", () => {
  for (const levels of [1_001, 100_000]) {
    for (const [open, width] of [
      ["[", 1],
      ['{"a":', 5],
    ] as const) {
      const error = errorOf(encoder.encode(open.repeat(levels)));
      assert.match(error.message, /more than 1000 levels/);
      assert.equal(error.offset, 1_000 * width);
    }
  }
  assert.equal(read([encoder.encode(`${"[".repeat(1_000)}${"]".repeat(1_000)}`)]).length, 2_000);
});

test("refuses a number of more than 1,000 characters, whole and byte by byte", () => {
  const number = "1".repeat(1_000);
  assert.deepEqual(read([encoder.encode(number)]), [number]);
  for (const length of [1_001, 1_000_000]) {
    const bytes = encoder.encode(`[${"1".repeat(length)}]`);
    const expected = [
      "[",
      "1:1:2 Cannot parse the JSON: a number or word has more than 1000 characters (line 1, column 2, byte 1)",
    ];
    assert.deepEqual(read([bytes]), expected);
    assert.deepEqual(read(reusedBytes(bytes)), expected);
  }
});

test("throws an error again at every later call, be it the text's or the handler's", () => {
  const own = new Error("enough");
  for (const handler of [
    {},
    {
      number() {
        throw own;
      },
    },
  ]) {
    const tokenizer = new JsonTokenizer(handler);
    const caught: unknown[] = [];
    for (const call of [
      () => tokenizer.write(encoder.encode("[1 1]")),
      () => tokenizer.write(encoder.encode("]")),
      () => tokenizer.end(),
    ]) {
      try {
        call();
      } catch (error) {
        caught.push(error);
      }
    }
    assert.equal(caught.length, 3);
    assert.equal(new Set(caught).size, 1);
    assert.equal(caught[0] === own, "number" in handler);
  }
});

test("takes nothing after the end", () => {
  const tokenizer = new JsonTokenizer({});
  tokenizer.write(encoder.encode("1"));
  tokenizer.end();
  assert.throws(() => tokenizer.write(encoder.encode(" ")), {
    name: "TypeError",
    message: /has ended/,
  });
  assert.throws(() => tokenizer.end(), TypeError);
});

test("looks at the escapes of a wrong string once, not again from each of them", () => {
  const parse = JSON.parse;
  let calls = 0;
  JSON.parse = (text: string): unknown => {
    calls++;
    return parse(text);
  };
  try {
    for (const wrong of ["\\q", "\u0001", "\\u12g4"]) {
      const tokenizer = new JsonTokenizer({});
      const json = encoder.encode(`"${"\\n".repeat(1_000)}${wrong}"`);
      assert.throws(() => tokenizer.write(json), JsonSyntaxError);
    }
  } finally {
    JSON.parse = parse;
  }
  assert.equal(calls, 3);
});

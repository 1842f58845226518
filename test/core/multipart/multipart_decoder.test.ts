import assert from "node:assert/strict";
import fc from "fast-check";
import { MultipartDecoder } from "../../../core/multipart/multipart_decoder.ts";
import type { MultipartHandler } from "../../../core/multipart/multipart_handler.ts";
import { chunksOf, cutAt } from "../../support/chunked.ts";
import { type DecodedForm, decodeForm, parseForm } from "../../support/decode_form.ts";
import { latin1, multipartMessage, utf8 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const OPTIONS = { boundary: "b" };
const BROWSER = "----WebKitFormBoundary7MA4YWxkTrZu0gW0";
const test = suite("MultipartDecoder");

test("gives the same for any content that looks like framing, cut anywhere", async () => {
  const boundaries = fc.oneof(
    fc.constantFrom("b", "-", "--", "-".repeat(70), "a".repeat(70), "ab".repeat(35)),
    fc.stringMatching(/^[0-9A-Za-z'()+_,./:=?-]{1,70}$/),
  );
  const forms = boundaries.chain((boundary) => {
    const delimiter = `\r\n--${boundary}`;
    const fragments = fc.oneof(
      fc.nat(delimiter.length).map((length) => delimiter.slice(0, length)),
      fc.constantFrom("\r", "\n", "-", delimiter, `${delimiter}x`, boundary, "x".repeat(100)),
    );
    const content = fc.array(fragments, { maxLength: 12 }).map((pieces) => pieces.join(""));
    const part = fc.record({
      name: fc.string({ unit: "grapheme", maxLength: 8 }).filter(isPlain),
      filename: fc.option(fc.string({ maxLength: 8 }).filter(isPlain), { nil: undefined }),
      contentType: fc.constantFrom(undefined, "text/plain; charset=utf-8"),
      content: content.filter((text) => !isDelimited(`\r\n${text}\r\n`, delimiter)).map(latin1),
    });
    return fc.record({
      boundary: fc.constant(boundary),
      parts: fc.array(part, { maxLength: 4 }),
      places: fc.array(fc.nat(), { maxLength: 8 }),
    });
  });
  await fc.assert(
    fc.asyncProperty(forms, async ({ boundary, parts, places }) => {
      const chunks = cutAt(multipartMessage(boundary, parts), places);
      const decoded = decodeForm(chunks, { boundary });
      assert.equal(decoded.error, undefined);
      assert.deepEqual(
        decoded.parts.map(({ name, filename, contentType, content }) => {
          return { name, filename, contentType, content: latin1(content) };
        }),
        parts.map((part) => ({ ...part })),
      );
      assertSame(await parseForm(chunks, { boundary }), decoded, "parsed");
    }),
    { numRuns: 500 },
  );
});

test("finds a delimiter at every place of long content, however long the search has been", () => {
  const boundary = BROWSER;
  for (const letter of ["x", "\r", "-", "0"]) {
    for (let length = 4_000; length < 4_100; length++) {
      const content = latin1(letter.repeat(length));
      const part = { name: "a", content };
      const form = multipartMessage(boundary, [part, part]);
      const { parts, error } = decodeForm(chunksOf(form, 1_024), { boundary });
      assert.equal(error, undefined);
      assert.deepEqual(
        parts.map(({ content }) => content.length),
        [length, length],
      );
    }
  }
});

test("looks at each byte a few times at most, whatever the sender chooses", () => {
  const a = "a".repeat(70);
  const cases: [boundary: string, period: string][] = [
    [a, "a"],
    [a, `-${a}`],
    [a, `\r\n--${a.slice(1)}`],
    [a, `\r\n--${a.slice(2)}ba`],
    [a, `${"a".repeat(17)}\r`],
    ["-".repeat(70), "-"],
    ["ab".repeat(35), "ab"],
    ["ab".repeat(35), "\r\n--ab"],
    ["x", "\r\n--"],
    ["x", "\r-----"],
    ["x", "\r"],
    [BROWSER, "\r\n--"],
    [BROWSER, "0gW0"],
  ];
  for (const [boundary, period] of cases) {
    // The underscore keeps a content of dashes from being a delimiter right behind the part's head.
    const content = latin1(`_${period.repeat(Math.ceil(20_000 / period.length))}`);
    const form = multipartMessage(boundary, [{ name: "a", content }]);
    for (const size of [form.length, 100]) {
      const counter = { looks: 0 };
      let length = 0;
      const decoder = decoderOf(boundary, {
        partData(chunk) {
          length += chunk.length;
        },
      });
      for (const chunk of chunksOf(form, size)) decoder.write(counted(chunk, counter));
      decoder.end();
      assert.equal(length, content.length);
      const ratio = counter.looks / form.length;
      assert(ratio < 3, `${boundary}, ${JSON.stringify(period)}, ${size}: ${ratio} looks a byte`);
    }
  }
});

test("looks at each byte of a preamble a few times at most", () => {
  const dashes = "-".repeat(70);
  const cases: [boundary: string, period: string][] = [
    ["b", "x"],
    ["b", "-"],
    ["b", "--bx"],
    ["b", "x--b \t"],
    ["b", "\r\n--bx--bx"],
    [dashes, `${"-".repeat(73)}x`],
    [dashes, `${dashes}- `],
    ["ab".repeat(35), `--${"ab".repeat(34)}`],
    ["a --a", " --a"],
    [BROWSER, `x--${BROWSER}-`],
  ];
  for (const [boundary, period] of cases) {
    const text = `x${period.repeat(20_000 / period.length)}x\r\n`;
    const form = latin1(`${text}--${boundary}--`);
    for (const size of [form.length, 300]) {
      const counter = { looks: 0 };
      const decoder = decoderOf(boundary);
      for (const chunk of chunksOf(form, size)) decoder.write(counted(chunk, counter));
      decoder.end();
      const ratio = counter.looks / form.length;
      assert(ratio < 5, `${boundary}, ${JSON.stringify(period)}, ${size}: ${ratio} looks a byte`);
    }
  }
});

test("holds back no more than a delimiter and a dash, and copies them", () => {
  const boundary = "x".repeat(70);
  const form = multipartMessage(boundary, [
    { name: "a", content: latin1(`content\r\n--${boundary}-`) },
  ]);
  const chunks = Array.from(form, (byte) => Uint8Array.of(byte));
  const own = new Set<ArrayBufferLike>(chunks.map(({ buffer }) => buffer));
  const copied: number[] = [];
  const decoder = decoderOf(boundary, {
    partData(chunk) {
      if (own.has(chunk.buffer)) return;
      assert.equal(chunk.length, chunk.buffer.byteLength);
      copied.push(chunk.length);
    },
  });
  for (const chunk of chunks) decoder.write(chunk);
  decoder.end();
  assert.deepEqual(copied, [75]);
});

test("refuses heads that a delimiter stands in, and ones without a header", () => {
  const head = 'Content-Disposition: form-data; name="a"\r\n';
  for (const start of [head, "", "\r\n", "\r\n\r\n"]) {
    for (const end of [`${head}\r\nx\r\n--b--`, "\r\n--b--\r\n\r\n"]) {
      const { parts, error } = decodeForm([utf8(`--b\r\n${start}--b\r\n${end}`)], OPTIONS);
      assert.match(error ?? "", /^malformed at 5: Cannot read the headers of part 1 at byte 5: /);
      assert.deepEqual(parts, []);
    }
  }
  // A delimiter with a colon looks like a header.
  const colon = decodeForm([utf8(`--x:y\r\n${head}--x:y\r\n\r\nx\r\n--x:y--`)], {
    boundary: "x:y",
  });
  assert.match(colon.error ?? "", /a delimiter stands in them/);
});

test("has the limits that are documented", () => {
  const part = { name: "a", content: new Uint8Array(0) };
  const parts = (count: number) => multipartMessage("b", new Array(count).fill(part));
  assert.equal(decodeForm([parts(1_000)], OPTIONS).error, undefined);
  assert.match(decodeForm([parts(1_001)], OPTIONS).error ?? "", /^maxParts 1000: /);
  const named = (length: number) => multipartMessage("b", [{ ...part, name: "a".repeat(length) }]);
  assert.equal(decodeForm([named(16_384 - 41)], OPTIONS).error, undefined);
  assert.match(decodeForm([named(16_384 - 40)], OPTIONS).error ?? "", /^maxHeaderBytes 16384: /);
  const unlimited = decodeForm([named(20_000)], { ...OPTIONS, maxHeaderBytes: Infinity });
  assert.equal(unlimited.parts[0]?.name.length, 20_000);
});

test("throws its error again and again", () => {
  const decoder = decoderOf("b");
  const error = caught(() => decoder.write(utf8("--b\n")));
  assert.equal(
    caught(() => decoder.write(utf8("--b--"))),
    error,
  );
  assert.equal(
    caught(() => decoder.end()),
    error,
  );
  const ended = decoderOf("b");
  const truncated = caught(() => ended.end());
  assert.equal(
    caught(() => ended.end()),
    truncated,
  );
  assert.equal(
    caught(() => ended.write(utf8("--b--"))),
    truncated,
  );
});

test("passes on what a handler throws, and throws it again", () => {
  const problem = new Error("Cannot handle");
  const form = multipartMessage("b", [{ name: "a", content: utf8("x") }]);
  for (const method of ["partBegin", "partData", "partEnd"]) {
    const decoder = decoderOf("b", {
      [method]() {
        throw problem;
      },
    });
    assert.equal(
      caught(() => decoder.write(form)),
      problem,
    );
    assert.equal(
      caught(() => decoder.end()),
      problem,
    );
  }
});

test("takes no bytes after its end, and may be ended twice", () => {
  const decoder = decoderOf("b");
  decoder.write(utf8("--b--"));
  decoder.end();
  decoder.end();
  assert.throws(() => decoder.write(utf8("x")), {
    name: "TypeError",
    message: "Cannot write to the decoder: it has ended",
  });
});

function decoderOf(boundary: string, handler: Partial<MultipartHandler> = {}): MultipartDecoder {
  const nothing = { partBegin() {}, partData() {}, partEnd() {} };
  return new MultipartDecoder({ ...nothing, ...handler }, { boundary });
}

function caught(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail("Nothing was thrown");
}

/** Whether a text can stand in a header as it is, and the decoder does not change it. */
function isPlain(text: string): boolean {
  return !/[\p{Cc}\\]|%(?:22|0[AD])|=\?/iu.test(text) && text.isWellFormed();
}

/** Whether a content holds a delimiter line, so that it would be cut there. */
function isDelimited(content: string, delimiter: string): boolean {
  for (let at = 0; ; at++) {
    at = content.indexOf(delimiter, at);
    if (at < 0) return false;
    if (/^(?:[\r\n \t]|--)/.test(content.slice(at + delimiter.length))) return true;
  }
}

/** Wraps a chunk, and counts how often its bytes are read. */
function counted(chunk: Uint8Array, counter: { looks: number }): Uint8Array {
  return new Proxy(chunk, {
    get(target, key) {
      if (key === "indexOf") {
        return (byte: number, from: number) => {
          const found = target.indexOf(byte, from);
          counter.looks += (found < 0 ? target.length : found + 1) - from;
          return found;
        };
      }
      if (typeof key === "string" && /^\d/.test(key)) counter.looks++;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function assertSame(actual: DecodedForm, expected: DecodedForm, message: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    assert.deepEqual(actual, expected, message);
}

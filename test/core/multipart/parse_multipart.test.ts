import assert from "node:assert/strict";
import { parseMultipart } from "../../../core/multipart/parse_multipart.ts";
import type { Part } from "../../../core/multipart/part.ts";
import { chunksOf, sourceOf } from "../../support/chunked.ts";
import {
  latin1,
  type MessagePart,
  multipartMessage,
  utf8,
} from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const test = suite("parseMultipart()");

const MOVED_ON = {
  name: "TypeError",
  message: "Cannot read the body: the parser has moved on",
};
const READ_BEFORE = { name: "TypeError", message: "Cannot read the body: it was read before" };
const boundary = "b";

/** Three parts, the first of them in several chunks of 10 bytes. */
const FORM = message([
  { name: "a", content: utf8("0123456789".repeat(5)) },
  { name: "c", filename: "c.bin", contentType: "text/x", content: utf8("second") },
  { name: "d", content: utf8("third") },
]);
/** Size of the first chunk in many tests: the head of the first part, and a little of its content. */
const HEAD_END = 50;

/** A source that records its calls. */
class TestSource implements AsyncIterableIterator<Uint8Array, void> {
  asked = 0;
  returned = 0;
  readonly #chunks: Iterator<Uint8Array | Promise<Uint8Array>>;

  constructor(chunks: Iterable<Uint8Array | Promise<Uint8Array>>) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, void>> {
    this.asked++;
    const result = this.#chunks.next();
    if (result.done) return { done: true, value: undefined };
    return { done: false, value: await result.value };
  }

  async return(): Promise<IteratorReturnResult<void>> {
    this.returned++;
    return { done: true, value: undefined };
  }
}

function message(parts: MessagePart[]): Uint8Array {
  return multipartMessage(boundary, parts);
}

async function texts(parts: AsyncIterable<Part>): Promise<string[]> {
  const seen: string[] = [];
  for await (const part of parts) seen.push(`${part.name}=${await part.text()}`);
  return seen;
}

const ALL = [`a=${"0123456789".repeat(5)}`, "c=second", "d=third"];

async function first(parts: AsyncIterator<Part>): Promise<Part> {
  const result = await parts.next();
  assert(result.done !== true);
  return result.value;
}

function never(): Promise<Uint8Array> {
  return new Promise(() => {});
}

test("yields parts of any source", async () => {
  assert.deepEqual(await texts(parseMultipart(sourceOf([FORM]), { boundary })), ALL);
  assert.deepEqual(await texts(parseMultipart(sourceOf(chunksOf(FORM, 7)), { boundary })), ALL);
  const stream = new Blob([FORM]).stream();
  assert.deepEqual(await texts(parseMultipart(stream, { boundary })), ALL);
  const parts = parseMultipart(sourceOf([FORM]), { boundary });
  await parts.next();
  const { name, filename, contentType, headers } = await first(parts);
  assert.deepEqual([name, filename, contentType], ["c", "c.bin", "text/x"]);
  assert.equal(headers.get("CONTENT-TYPE"), "text/x");
});

test("skips what is not read", async () => {
  for (const size of [10, 1_000]) {
    const names: string[] = [];
    for await (const part of parseMultipart(sourceOf(chunksOf(FORM, size)), { boundary })) {
      names.push(part.name);
    }
    assert.deepEqual(names, ["a", "c", "d"]);
  }
});

test("goes on with the next part after a break in a body", async () => {
  for (const size of [10, 1_000]) {
    const names: string[] = [];
    for await (const part of parseMultipart(sourceOf(chunksOf(FORM, size)), { boundary })) {
      names.push(part.name);
      for await (const chunk of part.body) {
        assert(chunk.length > 0);
        break;
      }
    }
    assert.deepEqual(names, ["a", "c", "d"]);
  }
});

test("ends a body for good after a break in it", async () => {
  const parts = parseMultipart(sourceOf(chunksOf(FORM, 10)), { boundary });
  const body = (await first(parts)).body[Symbol.asyncIterator]();
  await body.next();
  await body.return?.();
  assert.deepEqual(await body.next(), { done: true, value: undefined });
  assert.equal((await first(parts)).name, "c");
});

test("ends the source when the loop throws, and when it is left early", async () => {
  const problem = new Error("Cannot go on");
  const thrownAt = new TestSource(chunksOf(FORM, 10));
  const loop = async () => {
    for await (const part of parseMultipart(thrownAt, { boundary })) {
      for await (const _chunk of part.body) throw problem;
    }
  };
  await assert.rejects(loop(), problem);
  assert.equal(thrownAt.returned, 1);

  const left = new TestSource(chunksOf(FORM, 10));
  for await (const _part of parseMultipart(left, { boundary })) break;
  assert.equal(left.returned, 1);
});

test("ends the source at the end of an 'await using' block", async () => {
  const source = new TestSource(chunksOf(FORM, 10));
  {
    await using parts = parseMultipart(source, { boundary });
    assert.equal((await first(parts)).name, "a");
    assert.equal(source.returned, 0);
  }
  assert.equal(source.returned, 1);
});

test("ends a source that was never read, and only once", async () => {
  const source = new TestSource([FORM]);
  const parts = parseMultipart(source, { boundary });
  assert.deepEqual(await parts.return?.(), { done: true, value: undefined });
  await parts.return?.();
  assert.deepEqual(await parts.next(), { done: true, value: undefined });
  assert.deepEqual([source.asked, source.returned], [0, 1]);
});

test("cancels a stream when the loop is left, and lets go of it then and at its end", async () => {
  let cancelled = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(FORM.subarray(0, HEAD_END)),
    cancel: () => {
      cancelled++;
    },
  });
  for await (const _part of parseMultipart(stream, { boundary })) break;
  assert.deepEqual([cancelled, stream.locked], [1, false]);

  const whole = new Blob([FORM]).stream();
  await texts(parseMultipart(whole, { boundary }));
  assert.equal(whole.locked, false);
});

test("passes on what goes wrong when the source is ended by the consumer", async () => {
  const problem = new Error("Cannot close");
  const source = new TestSource([FORM]);
  source.return = () => Promise.reject(problem);
  const parts = parseMultipart(source, { boundary });
  await first(parts);
  await assert.rejects(async () => parts.return?.(), problem);
});

test("rejects a body that is kept for later", async () => {
  for (const size of [10, 1_000]) {
    const parts = parseMultipart(sourceOf(chunksOf(FORM, size)), { boundary });
    const part = await first(parts);
    const body = part.body[Symbol.asyncIterator]();
    await body.next();
    const unread = await first(parts);
    await assert.rejects(body.next(), MOVED_ON);
    await assert.rejects(body.next(), MOVED_ON);
    await first(parts);
    assert.deepEqual(await parts.next(), { done: true, value: undefined });
    await assert.rejects(unread.bytes(), MOVED_ON);
  }
});

test("leaves a body alone that was read to its end", async () => {
  const parts = parseMultipart(sourceOf([FORM]), { boundary });
  const body = (await first(parts)).body[Symbol.asyncIterator]();
  while (!(await body.next()).done);
  await first(parts);
  assert.deepEqual(await body.next(), { done: true, value: undefined });
});

test("rejects a read that waits when the next part is asked for", async () => {
  const source = new TestSource([FORM.subarray(0, HEAD_END), never()]);
  const parts = parseMultipart(source, { boundary });
  const body = (await first(parts)).body[Symbol.asyncIterator]();
  await body.next();
  const reads = [body.next(), body.next()];
  parts.next();
  for (const read of reads) await assert.rejects(read, MOVED_ON);
});

test("settles what waits when the loop is left, though the source never answers", async () => {
  const source = new TestSource([FORM.subarray(0, HEAD_END), never()]);
  const parts = parseMultipart(source, { boundary });
  const text = (await first(parts)).text();
  assert.deepEqual(await parts.return?.(), { done: true, value: undefined });
  await assert.rejects(text, MOVED_ON);

  const silent = parseMultipart(new TestSource([never()]), { boundary });
  const next = silent.next();
  assert.deepEqual(await silent.return?.(), { done: true, value: undefined });
  assert.deepEqual(await next, { done: true, value: undefined });
});

test("ends a read that waits when its own loop is left", async () => {
  const source = new TestSource([FORM.subarray(0, HEAD_END), never()]);
  const body = (await first(parseMultipart(source, { boundary }))).body[Symbol.asyncIterator]();
  await body.next();
  const read = body.next();
  await body.return?.();
  assert.deepEqual(await read, { done: true, value: undefined });
});

test("drops what comes after the loop was left", async () => {
  let answer: (chunk: Uint8Array) => void = () => {};
  const late = new Promise<Uint8Array>((resolve) => {
    answer = resolve;
  });
  const source = new TestSource([late]);
  const parts = parseMultipart(source, { boundary });
  const next = parts.next();
  await parts.return?.();
  answer(FORM);
  assert.deepEqual(await next, { done: true, value: undefined });
  assert.deepEqual(await parts.next(), { done: true, value: undefined });
});

test("reads a body once", async () => {
  const parts = parseMultipart(sourceOf([FORM]), { boundary });
  const part = await first(parts);
  await part.bytes();
  await assert.rejects(part.bytes(), READ_BEFORE);
  await assert.rejects(part.text(), READ_BEFORE);
  assert.throws(() => part.body[Symbol.asyncIterator](), READ_BEFORE);
  assert.equal(part.body, part.body);
  const { body } = await first(parts);
  for await (const _chunk of body);
  await assert.rejects(async () => {
    for await (const _chunk of body);
  }, READ_BEFORE);
});

test("lets the rest of a body be read by another loop over the same iterator", async () => {
  const parts = parseMultipart(sourceOf(chunksOf(FORM, 10)), { boundary });
  const body = (await first(parts)).body[Symbol.asyncIterator]();
  const { value } = await body.next();
  let length = value?.length ?? 0;
  for await (const chunk of { [Symbol.asyncIterator]: () => body }) length += chunk.length;
  assert.equal(length, 50);
});

test("answers reads and parts asked for at once in their order", async () => {
  for (const size of [3, 1_000]) {
    const parts = parseMultipart(sourceOf(chunksOf(FORM, size)), { boundary });
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => parts.next()));
    assert.deepEqual(
      results.map(({ value }) => value?.name),
      ["a", "c", "d", undefined, undefined],
    );
  }
  const parts = parseMultipart(sourceOf(chunksOf(FORM, 7)), { boundary });
  const body = (await first(parts)).body[Symbol.asyncIterator]();
  const reads = await Promise.all(Array.from({ length: 20 }, () => body.next()));
  const text = reads.map(({ value }) => new TextDecoder().decode(value)).join("");
  assert.equal(text, "0123456789".repeat(5));
});

test("asks the source for nothing before it must, and for no chunk ahead", async () => {
  const source = new TestSource(chunksOf(FORM, 10));
  const parts = parseMultipart(source, { boundary });
  assert.equal(source.asked, 0);
  const part = await first(parts);
  const headChunks = Math.ceil(
    utf8('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n').length / 10,
  );
  assert.equal(source.asked, headChunks);
  const body = part.body[Symbol.asyncIterator]();
  for (let read = 1; read <= 4; read++) {
    await body.next();
    assert(source.asked <= headChunks + read, `${source.asked} chunks for ${read} reads`);
  }

  const whole = new TestSource([FORM]);
  const seen = parseMultipart(whole, { boundary });
  for (let part = 0; part < 3; part++) await (await first(seen)).bytes();
  assert.equal(whole.asked, 1);
});

test("is done only when the source has ended", async () => {
  let end: (chunk: Uint8Array) => void = () => {};
  const epilogue = new Promise<Uint8Array>((resolve) => {
    end = resolve;
  });
  const parts = parseMultipart(new TestSource([utf8("--b--\r\n"), epilogue]), { boundary });
  let done = false;
  const next = parts.next().then((result) => {
    done = result.done === true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(done, false);
  end(utf8("epilogue"));
  await next;
  assert.equal(done, true);
});

test("hands on views into the source's chunks", async () => {
  const chunks = chunksOf(FORM, 20);
  for await (const part of parseMultipart(sourceOf(chunks), { boundary })) {
    for await (const chunk of part.body) assert.equal(chunk.buffer, FORM.buffer);
  }
});

test("copies only the held back beginning of a delimiter, into memory of its own", async () => {
  const content = "x\r\n--y";
  const form = message([{ name: "a", content: utf8(content) }]);
  const cut = form.indexOf(0x78) + 5;
  const chunks = [form.slice(0, cut), form.slice(cut)];
  const own: Uint8Array[] = [];
  for await (const part of parseMultipart(sourceOf(chunks), { boundary })) {
    for await (const chunk of part.body) {
      if (!chunks.some(({ buffer }) => buffer === chunk.buffer)) own.push(chunk);
    }
  }
  assert.deepEqual(own, [utf8("\r\n--")]);
  assert.equal(own[0]?.buffer.byteLength, 4);
});

test("collects bytes in an array of their own", async () => {
  for (const size of [10, 1_000]) {
    const parts = parseMultipart(sourceOf(chunksOf(Buffer.from(FORM), size)), { boundary });
    const bytes = await (await first(parts)).bytes();
    assert.deepEqual(bytes, utf8("0123456789".repeat(5)));
    assert.equal(bytes.buffer.byteLength, 50);
  }
});

test("decodes text in the charset of the part", async () => {
  const text = async (content: Uint8Array, contentType?: string) => {
    const form = message([{ name: "a", contentType, content }]);
    return (await first(parseMultipart(sourceOf([form]), { boundary }))).text();
  };
  // A byte order mark decides over the label, and is dropped.
  for (const label of [undefined, "", "a/b; charset=utf-16", "a/b; charset=iso-8859-1"]) {
    const utf16 = Buffer.from("\ufeffä日", "utf16le");
    for (const marked of [utf8("\ufeffä日"), utf16, Buffer.from(utf16).swap16()]) {
      assert.equal(await text(marked, label), "ä日");
    }
  }
  assert.equal(await text(utf8("ä日\ufeff")), "ä日\ufeff");
  assert.equal(await text(utf8("ä"), "text/plain; charset=US-ASCII"), "ä");
  assert.equal(await text(latin1("ä"), 'text/plain; charset="iso-8859-1"'), "ä");
  assert.equal(await text(utf8("ä"), "no media type; charset"), "ä");
  await assert.rejects(text(latin1("ä")), {
    name: "SyntaxError",
    message: "Cannot read part 'a': it is not in its charset 'utf-8'",
  });
  await assert.rejects(text(utf8("a"), "text/plain; charset=x"), {
    name: "SyntaxError",
    message: "Cannot read part 'a': its charset 'x' is unknown",
  });
});

test("gives the source's own error to the body and to every next", async () => {
  const problem = new Error("Cannot read the socket");
  async function* failing() {
    yield FORM.subarray(0, HEAD_END + 5);
    throw problem;
  }
  const parts = parseMultipart(failing(), { boundary });
  const body = (await first(parts)).body[Symbol.asyncIterator]();
  await body.next();
  for (let i = 0; i < 2; i++) await assert.rejects(body.next(), problem);
  for (let i = 0; i < 2; i++) await assert.rejects(parts.next(), problem);
  await assert.rejects(body.next(), problem);
  assert.deepEqual(await parts.return?.(), { done: true, value: undefined });
});

test("gives a falsy error of the source too", async () => {
  const source = new TestSource([Promise.reject(undefined)]);
  const outcome = await parseMultipart(source, { boundary })
    .next()
    .then(
      () => "fulfilled",
      (error) => error,
    );
  assert.equal(outcome, undefined);
});

test("fails when the source fails in the epilogue", async () => {
  const problem = new Error("Cannot read the socket");
  const source = new TestSource([FORM, Promise.reject(problem)]);
  await assert.rejects(texts(parseMultipart(source, { boundary })), problem);
});

test("fails when the source cannot be opened", async () => {
  const stream = new Blob([FORM]).stream();
  stream.getReader();
  const parts = parseMultipart(stream, { boundary });
  await assert.rejects(parts.next(), TypeError);
  await assert.rejects(parts.next(), TypeError);
});

test("refuses a source of text", async () => {
  const stream = new Blob([FORM]).stream().pipeThrough(new TextDecoderStream());
  // @ts-expect-error: a caller without types may do this.
  await assert.rejects(parseMultipart(stream, { boundary }).next(), {
    name: "TypeError",
    message:
      "Cannot read the body: it yields a string; encode text with 'new TextEncoder().encode(text)', and do not set an encoding on a stream",
  });
});

test("keeps its own errors, and ends the source without waiting for it", async () => {
  const cases: [Uint8Array[], object, object][] = [
    [
      [FORM.subarray(0, HEAD_END), utf8("\r\n--b\n")],
      {},
      { name: "MultipartSyntaxError", reason: "malformed", offset: 55 },
    ],
    [
      [FORM.subarray(0, HEAD_END), FORM.subarray(HEAD_END)],
      { maxPartBytes: 10 },
      { name: "LimitExceededError", limit: "maxPartBytes", max: 10 },
    ],
  ];
  for (const [chunks, limits, expected] of cases) {
    const source = new TestSource(chunks);
    source.return = () => {
      source.returned++;
      return Promise.reject(new Error("Cannot close"));
    };
    const parts = parseMultipart(source, { boundary, ...limits });
    const body = (await first(parts)).body[Symbol.asyncIterator]();
    const read = async () => {
      while (!(await body.next()).done);
    };
    await assert.rejects(read(), expected);
    const error = await body.next().catch((error) => error);
    await assert.rejects(parts.next(), (again) => again === error);
    await assert.rejects(parts.next(), (again) => again === error);
    assert.equal(source.returned, 1);
  }
});

test("says when the source ended too early, and does not end it again", async () => {
  const source = new TestSource([FORM.subarray(0, HEAD_END)]);
  const parts = parseMultipart(source, { boundary });
  const part = await first(parts);
  await assert.rejects(part.text(), {
    name: "MultipartSyntaxError",
    reason: "truncated",
    offset: HEAD_END,
    message: "Cannot read the form: it ends at byte 50 in part 'a', before its closing delimiter",
  });
  await assert.rejects(parts.next(), { reason: "truncated" });
  assert.equal(source.returned, 0);
});

test("yields what is whole before an error in the same chunk", async () => {
  const form = `${new TextDecoder().decode(FORM).slice(0, -4)}\n`;
  const parts = parseMultipart(sourceOf([utf8(form)]), { boundary });
  assert.equal((await first(parts)).name, "a");
  assert.equal(await (await first(parts)).text(), "second");
  const last = await first(parts);
  await assert.rejects(parts.next(), { reason: "malformed" });
  await assert.rejects(last.text(), { reason: "malformed" });
});

test("refuses a bad boundary, charset or limit at once", () => {
  const source = sourceOf([]);
  assert.throws(() => parseMultipart(source, { boundary: "" }), { name: "MultipartSyntaxError" });
  assert.throws(() => parseMultipart(source, { boundary, maxParts: -1 }), { name: "RangeError" });
  assert.throws(() => parseMultipart(source, { boundary, headerCharset: "x" }), {
    name: "MultipartSyntaxError",
    message: "Cannot read the form: its Content-Type names an unknown charset 'x'",
  });
});

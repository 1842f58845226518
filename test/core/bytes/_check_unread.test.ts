import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { type ByteSource, ProcessVariables, parseMultipart } from "../../../core/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("a source that was read before");

const FORM = '--b\r\nContent-Disposition: form-data; name="data"\r\n\r\nhello\r\n--b--\r\n';
const JSON_TEXT = '{"value":"hello"}';

function stream(text: string): ReadableStream<Uint8Array> {
  return new Response(text).body ?? new ReadableStream();
}

async function* generate(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function readAll(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of source);
}

const SOURCES: readonly (readonly [
  what: string,
  make: (text: string) => Promise<ByteSource>,
  message: RegExp,
])[] = [
  [
    "a stream that somebody holds",
    async (text) => {
      const source = stream(text);
      source.getReader();
      return source;
    },
    /its stream is locked/,
  ],
  [
    "the body of a used Request",
    async (body) => {
      const request = new Request("http://localhost/", { method: "POST", body });
      await request.text();
      return request.body;
    },
    /its stream is locked/,
  ],
  [
    "a stream that was read to its end",
    async (text) => {
      const source = stream(text);
      await readAll(source);
      return source;
    },
    /it was read before/,
  ],
  [
    "a stream of which a chunk was taken",
    async (text) => {
      const source = new Blob([text, text]).stream();
      const reader = source.getReader();
      await reader.read();
      reader.releaseLock();
      return source;
    },
    /it was read before/,
  ],
  [
    "a stream that was cancelled",
    async (text) => {
      const source = stream(text);
      await source.cancel();
      return source;
    },
    /it was read before/,
  ],
  [
    "a stream of Node that was read to its end",
    async (text) => {
      const source = Readable.from([Buffer.from(text)]);
      await readAll(source);
      return source;
    },
    /it was read before/,
  ],
  [
    "a stream of Node of which a chunk was taken",
    async (text) => {
      const source = Readable.from([Buffer.from(text), Buffer.from(text)]);
      await new Promise((resolve) => source.once("data", resolve));
      source.pause();
      return source;
    },
    /it was read before/,
  ],
];

for (const [what, make, message] of SOURCES) {
  const error = { name: "TypeError", message };

  test(`is a program's mistake: ${what}`, async () => {
    const variables = new ProcessVariables({ storage: new MemoryStorage() });
    const contentType = "multipart/form-data; boundary=b";
    const form = { contentType, body: await make(FORM) };
    await assert.rejects(variables.setFromForm("i", "v", form), error);
    await assert.rejects(variables.setFromJson("i", "v", await make(JSON_TEXT)), error);
    await assert.rejects(variables.modify("i", await make('{"deletions":["v"]}')), error);
    const source = await make(FORM);
    await assert.rejects(parseMultipart(source, { boundary: "b" }).next(), error);
    assert.equal(await variables.stat("i", "v"), undefined);
  });
}

test("is a program's mistake also if the form is to say its boundary", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage(), lenient: true });
  const body = stream(FORM);
  await readAll(body);
  const form = { contentType: "multipart/form-data", body };
  await assert.rejects(variables.setFromForm("i", "v", form), TypeError);
});

test("is known of a generator that is given twice", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const body = generate(JSON_TEXT);
  await variables.setFromJson("i", "v", body);
  await assert.rejects(variables.setFromJson("i", "v", body), /^TypeError: .* it was read before/);
});

test("is none of those that begin anew each time, or that nobody has read", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const again: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => generate(JSON_TEXT) };
  for (const body of [again, again, stream(JSON_TEXT), Readable.from([Buffer.from(JSON_TEXT)])]) {
    await variables.setFromJson("i", "v", body);
  }
});

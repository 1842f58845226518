import assert from "node:assert/strict";
import { ClientAbortError } from "../../../../core/rest/errors/client_abort_error.ts";
import { byteStream } from "../../../../core/rest/fetch/_byte_stream.ts";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";
import { Chunks } from "./_chunks.ts";

const test = suite("a stream of the chunks of an answer");
const never = new Promise<never>(() => {});
const PAUSES = 20;

function client(signal: AbortSignal = new AbortController().signal): Client {
  return new Client(signal);
}

/** Makes chunks from texts. */
function texts(...given: readonly string[]): Chunks {
  return new Chunks(given.map((text) => Buffer.from(text)));
}

async function readWhole(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await fromAsync(stream));
}

/** Makes some megabytes of young objects, so that the engine collects them. */
function makeGarbage(): void {
  const young = Array.from({ length: 200_000 }, (_, index) => ({ index }));
  assert.equal(young.length, 200_000);
}

/** Reads into buffers of the reader (BYOB). */
async function readInto(stream: ReadableStream<Uint8Array>, size: number): Promise<Buffer> {
  const reader = stream.getReader({ mode: "byob" });
  const read: Buffer[] = [];
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(size));
    if (done) return Buffer.concat(read);
    assert.ok(value.length > 0);
    read.push(Buffer.from(value));
  }
}

test("asks for a chunk only when a reader waits for it", async () => {
  const chunks = texts("a", "b", "c");
  const reader = byteStream(chunks, client()).getReader();
  await manyTurns();
  assert.equal(chunks.asked, 0);
  for (const [index, text] of ["a", "b", "c"].entries()) {
    const { value } = await reader.read();
    assert.equal(Buffer.from(value ?? []).toString(), text);
    await manyTurns();
    assert.equal(chunks.asked, index + 1);
  }
  assert.equal((await reader.read()).done, true);
  assert.equal(chunks.returned, 0);
});

test("goes on for a reader that pauses while garbage is collected", async () => {
  const chunks = new Chunks(Array.from({ length: PAUSES }, (_, index) => Uint8Array.of(index)));
  const reader = byteStream(chunks, client()).getReader();
  for (let read = 0; read < PAUSES; read++) {
    assert.deepEqual((await reader.read()).value, Uint8Array.of(read));
    makeGarbage();
    await manyTurns();
    assert.equal(chunks.returned, 0);
  }
  assert.equal((await reader.read()).done, true);
});

test("fills whatever memory a reader brings, a chunk in as many reads as it takes", async () => {
  for (const size of [1, 2, 5, 7, 100]) {
    const chunks = texts("", "hello", "", "w", "orld");
    const read = await readInto(byteStream(chunks, client()), size);
    assert.equal(read.toString(), "helloworld", String(size));
  }
});

test("passes over empty chunks, which a stream of bytes must not hold", async () => {
  const read = await readWhole(byteStream(texts("", "a", "", "", "b", ""), client()));
  assert.equal(read.toString(), "ab");
  assert.equal((await readWhole(byteStream(texts(), client()))).length, 0);
  assert.equal((await readInto(byteStream(texts(""), client()), 9)).length, 0);
});

test("leaves their memory to all who share it with the chunks", async () => {
  const pool = Buffer.from("before content after");
  const view = pool.subarray(7, 14);
  for (const read of [readWhole, (stream: ReadableStream) => readInto(stream, 5)]) {
    const bytes = await read(byteStream(new Chunks([view, view]), client()));
    assert.equal(bytes.toString(), "contentcontent");
    assert.equal(pool.toString(), "before content after");
    assert.equal(pool.buffer.byteLength >= pool.length, true);
  }
  const reader = byteStream(new Chunks([view]), client()).getReader();
  const { value } = await reader.read();
  value?.fill(0);
  assert.equal(pool.toString(), "before content after");
});

test("ends the chunks when it is cancelled, before the first read and after", async () => {
  for (const reads of [0, 1]) {
    const chunks = texts("a", "b", "c");
    const reader = byteStream(chunks, client()).getReader();
    for (let read = 0; read < reads; read++) await reader.read();
    await reader.cancel();
    assert.deepEqual([chunks.asked, chunks.returned], [reads, 1]);
    assert.equal((await reader.read()).done, true);
  }
});

test("ends the chunks when it is cancelled while it waits for one, and tells who makes it", async () => {
  const chunks = new Chunks([never]);
  const whoever = client();
  const reader = byteStream(chunks, whoever).getReader();
  const read = reader.read();
  await manyTurns();
  await reader.cancel();
  assert.equal((await read).done, true);
  assert.equal(chunks.returned, 1);
  assert.ok(whoever.signal.aborted);
});

test("fails, and ends the chunks, when the request is aborted", async () => {
  for (const reads of [0, 1, 2]) {
    const controller = new AbortController();
    const chunks = new Chunks([Buffer.from("a"), never]);
    const reader = byteStream(chunks, client(controller.signal)).getReader();
    let last: Promise<unknown> = Promise.resolve();
    for (let read = 0; read < reads; read++) {
      await last;
      last = reader.read();
      last.catch(() => {});
    }
    await manyTurns();
    controller.abort();
    if (reads === 2) await assert.rejects(last, ClientAbortError);
    await assert.rejects(reader.read(), ClientAbortError);
    assert.deepEqual([chunks.asked, chunks.returned], [reads, 1]);
  }
});

test("ends the chunks at once for a client that has gone before", async () => {
  const chunks = texts("a");
  const reader = byteStream(chunks, client(AbortSignal.abort())).getReader();
  assert.deepEqual([chunks.asked, chunks.returned], [0, 1]);
  await assert.rejects(reader.read(), ClientAbortError);
  assert.deepEqual([chunks.asked, chunks.returned], [0, 1]);
});

test("is over for a client that goes after its end", async () => {
  const controller = new AbortController();
  const stream = byteStream(texts("a"), client(controller.signal));
  assert.equal((await readWhole(stream)).toString(), "a");
  controller.abort();
  await manyTurns();
});

test("fails with what the chunks fail with", async () => {
  const chunks = new Chunks([Buffer.from("a"), Promise.reject(new RangeError("corrupt"))]);
  const reader = byteStream(chunks, client()).getReader();
  await reader.read();
  await assert.rejects(reader.read(), /^RangeError: corrupt$/);
});

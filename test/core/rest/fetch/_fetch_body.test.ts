import assert from "node:assert/strict";
import { ClientAbortError } from "../../../../core/rest/errors/client_abort_error.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { Client } from "../../../../core/rest/fetch/_client.ts";
import { FetchBody } from "../../../../core/rest/fetch/_fetch_body.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";

const test = suite("the body of a Fetch request");
const URL = "http://localhost/";

/** Makes a stream that takes one step at each pull. It counts pulls and cancels. */
function source(...steps: readonly (Uint8Array | Error | "silence")[]) {
  const seen = { pulled: 0, cancelled: 0 };
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = steps[seen.pulled++];
        if (step === undefined) controller.close();
        else if (step instanceof Error) throw step;
        else if (step === "silence") await new Promise(() => {});
        else controller.enqueue(step);
      },
      cancel() {
        seen.cancelled++;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

function open(body: ReadableStream<Uint8Array>, signal?: AbortSignal) {
  const request = new Request(URL, { method: "POST", body, duplex: "half" });
  const client = new Client(signal ?? request.signal);
  return { request, body: new FetchBody(request, client) };
}

const CHUNK = new TextEncoder().encode("chunk");

test("is read as it is asked for", async () => {
  const { stream, seen } = source(CHUNK, CHUNK);
  const chunks = open(stream).body[Symbol.asyncIterator]();
  await manyTurns();
  assert.equal(seen.pulled, 0);
  for (let asked = 1; asked <= 2; asked++) {
    assert.deepEqual(await chunks.next(), { done: false, value: CHUNK });
    await manyTurns();
    assert.equal(seen.pulled, asked);
  }
  for (let again = 0; again < 2; again++) {
    assert.deepEqual(await chunks.next(), { done: true, value: undefined });
  }
  assert.equal(seen.cancelled, 0);
});

test("is empty if the request has none", async () => {
  const request = new Request(URL, { method: "POST" });
  const body = new FetchBody(request, new Client(request.signal));
  assert.deepEqual(await fromAsync(body), []);
});

test("is read at once where a request has no stream, as in Firefox", async () => {
  const { request, body } = open(source(CHUNK, CHUNK).stream);
  Object.defineProperty(request, "body", { value: undefined });
  assert.equal(Buffer.concat(await fromAsync(body)).toString(), "chunkchunk");
  assert.throws(() => body[Symbol.asyncIterator](), /TypeError: .*request\.json\(\)/);
});

test("is cancelled by whoever stops, and this waits for nothing", async () => {
  for (const isWaiting of [false, true]) {
    const { stream, seen } = source(CHUNK, "silence");
    const chunks = open(stream).body[Symbol.asyncIterator]();
    await chunks.next();
    const waits = isWaiting ? chunks.next() : undefined;
    await chunks.return?.();
    assert.equal(seen.cancelled, 1);
    assert.equal((await waits)?.done ?? true, true);
  }
});

test("that fails to be cancelled is nobody's business", async () => {
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(CHUNK),
    cancel: () => Promise.reject(new Error("cannot be cancelled")),
  });
  for await (const _ of open(stream).body) break;
  await manyTurns();
});

test("ends with an error, and is cancelled, when the request is aborted", async () => {
  for (const isWaiting of [false, true]) {
    const { stream, seen } = source(CHUNK, "silence");
    const controller = new AbortController();
    const chunks = open(stream, controller.signal).body[Symbol.asyncIterator]();
    await chunks.next();
    const waits = isWaiting ? chunks.next() : undefined;
    await manyTurns();
    controller.abort();
    if (waits !== undefined) await assert.rejects(waits, ClientAbortError);
    await assert.rejects(chunks.next(), ClientAbortError);
    assert.equal(seen.cancelled, 1);
  }
});

test("that fails by itself is the client's fault, and the cause is kept for the log", async () => {
  const cause = new Error("secret");
  const { body } = open(source(CHUNK, cause).stream);
  await assert.rejects(fromAsync(body), (error: unknown) => {
    assert.ok(error instanceof RestError);
    assert.deepEqual(
      [error.status, error.engineType, error.cause],
      [400, "ClientErrorException", cause],
    );
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test("is refused if something has read of it, or has begun to", async () => {
  for (const read of [
    async (request: Request) => void (await request.text()),
    async (request: Request) => void (await request.body?.getReader().read()),
    async (request: Request) => void request.body?.getReader(),
    async (request: Request) => void (await request.body?.cancel()),
  ]) {
    const { request, body } = open(source(CHUNK).stream);
    await read(request);
    assert.throws(() => body[Symbol.asyncIterator](), /TypeError: .*request\.json\(\).*clone/);
  }
});

test("may be read twice from a clone", async () => {
  const { request } = open(source(CHUNK).stream);
  const clone = request.clone();
  assert.equal(await request.text(), "chunk");
  const chunks = await fromAsync(new FetchBody(clone, new Client(clone.signal)));
  assert.equal(Buffer.concat(chunks).toString(), "chunk");
});

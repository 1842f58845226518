import assert from "node:assert/strict";
import type { RestBody, RestResponse } from "../../../../core/rest/rest_response.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { beginEntry as begin, chunksOf, restBody } from "./_made_call.ts";

const test = suite("recorded stream");

test("records a stream while it is sent, and is answered at its end", async () => {
  const entry = begin({});
  const sent = entry.answer({ status: 200, headers: {}, body: restBody(chunksOf("a", "b")) });
  assert.equal(entry.recorded.status, 200);
  assert.equal(entry.recorded.state, "pending");
  for await (const _ of streamOf(sent));
  assert.equal(entry.recorded.state, "answered");
  assert.equal(entry.recorded.response?.text(), "ab");
});

test("is aborted by a stream that is cancelled, and ends the stream", async () => {
  const entry = begin({});
  let ended = false;
  async function* chunks(): AsyncGenerator<Uint8Array, undefined> {
    try {
      yield Buffer.from("a");
      yield Buffer.from("b");
    } finally {
      ended = true;
    }
    return undefined;
  }
  const body = streamOf(entry.answer({ status: 200, headers: {}, body: restBody(chunks()) }));
  await body.next();
  await body.return();
  assert.equal(ended, true);
  assert.equal(entry.recorded.state, "aborted");
  assert.equal(entry.recorded.response?.text(), "a");
});

test("is aborted by a stream that fails, with its error", async () => {
  const entry = begin({});
  const fault = new Error("disk");
  async function* chunks(): AsyncGenerator<Uint8Array, undefined> {
    yield Buffer.from("a");
    throw fault;
  }
  const body = streamOf(entry.answer({ status: 200, headers: {}, body: restBody(chunks()) }));
  await body.next();
  await assert.rejects(body.next(), (error) => error === fault);
  assert.equal(entry.recorded.state, "aborted");
});

test("stays answered if a stream that has ended is ended again", async () => {
  const entry = begin({});
  const body = streamOf(entry.answer({ status: 200, headers: {}, body: restBody(chunksOf("a")) }));
  await fromAsync(body);
  await body.return();
  assert.equal(entry.recorded.state, "answered");
  assert.equal(entry.recorded.response?.text(), "a");
});

function streamOf({ body }: RestResponse): RestBody {
  assert.ok(body !== undefined && !(body instanceof Uint8Array));
  return body;
}

import assert from "node:assert/strict";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";
import { FORM_TYPE, form } from "../../_form.ts";
import { streamOf, testBoth } from "./_both_ways.ts";

const test = suite("journal of requests that are large or cut off");

testBoth(test, "keeps of a large upload what it held, and not its bytes", async (engine, send) => {
  const size = 64 * 1024 ** 2;
  engine.route("POST", "/upload", async ({ body }) => {
    let bytes = 0;
    for await (const chunk of body ?? []) bytes += chunk.length;
    return { bytes };
  });
  const whole = form({ name: "data", content: "x", filename: "a" });
  const at = whole.indexOf("\r\n\r\nx") + 4;
  function* upload(): Iterable<Uint8Array> {
    yield whole.subarray(0, at);
    for (let sent = 0; sent < size; sent += 65_536) yield Buffer.alloc(65_536);
    yield whole.subarray(at + 1);
  }
  const bytes = size + whole.length - 1;
  const answer = await send("/upload", {
    method: "POST",
    headers: { "Content-Type": FORM_TYPE },
    body: streamOf(upload()),
    duplex: "half",
  });
  assert.deepEqual(await answer.json(), { bytes });
  const [request] = engine.requests;
  assert.deepEqual(request?.form, [{ name: "data", filename: "a", size }]);
  assert.equal(request.bodySize, bytes);
  assert.throws(() => request.bytes(), /raise 'journal\.maxBodyBytes'$/);
});

testBoth(test, "knows an upload that was aborted", async (engine, send) => {
  engine.route("POST", "/upload", async (request) => (await request.text()).length);
  const client = new AbortController();
  const sent = send("/upload", {
    method: "POST",
    body: streamOf([Buffer.from("begin")], true),
    duplex: "half",
    signal: client.signal,
  });
  await until(() => engine.requests[0]?.bodyRead === "part");
  client.abort();
  await assert.rejects(sent, { name: "AbortError" });
  const request = await engine.waitForRequest({ path: "/upload" });
  assert.equal(request.state, "aborted");
  assert.equal(request.status, undefined);
  assert.equal(request.text(), "begin");
});

testBoth(test, "knows an answer that was cancelled", async (engine, send) => {
  const endless = function* (): Iterable<Uint8Array> {
    for (;;) yield Buffer.alloc(65_536, "a");
  };
  engine.route("GET", "/endless", () => new Response(streamOf(endless())));
  const { body } = await send("/endless");
  const reader = body?.getReader();
  assert.equal((await reader?.read())?.done, false);
  assert.equal(engine.requests[0]?.state, "pending");
  assert.equal(engine.requests[0]?.status, 200);
  await reader?.cancel();
  const request = await engine.waitForRequest({ path: "/endless" });
  assert.equal(request.state, "aborted");
});

test("knows an answer that was made when its client had gone, and ends it", async () => {
  await using engine = await startTestEngine();
  const waiting: (() => void)[] = [];
  const cancelled: unknown[] = [];
  engine.route("GET", "/late", async () => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return new Response(new ReadableStream({ cancel: (reason) => void cancelled.push(reason) }));
  });
  const client = new AbortController();
  const sent = engine.fetch("/late", { signal: client.signal });
  await until(() => waiting.length > 0);
  client.abort();
  await assert.rejects(sent, { name: "AbortError" });
  waiting[0]?.();
  assert.equal((await engine.waitForRequest({ path: "/late" })).state, "aborted");
  await until(() => cancelled.length > 0);
});

test("rejects whoever waits when the engine is closed", async () => {
  const engine = await startTestEngine();
  const waiting = engine.waitForRequest({ path: "/message" }, { timeout: Infinity });
  await engine.close();
  await assert.rejects(waiting, /the engine was closed before one came$/);
});

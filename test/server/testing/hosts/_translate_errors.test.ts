import assert from "node:assert/strict";
import { translateErrors } from "../../../../server/testing/hosts/_translate_errors.ts";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("translateErrors()");

const HELLO = new TextEncoder().encode("Hello");

test("hands on status, headers and body", async () => {
  const init = { status: 201, headers: { "Content-Type": "text/plain" } };
  const answer = translateErrors(new Response("Hello", init), String);
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("content-type"), "text/plain");
  assert.equal(await answer.text(), "Hello");
  const empty = new Response(null, { status: 204 });
  assert.equal(translateErrors(empty, String), empty);
});

test("translates the error of a body, and reads nothing before", async () => {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1;
        if (pulls === 1) controller.enqueue(HELLO);
        else controller.error(new Error("inner"));
      },
    },
    { highWaterMark: 0 },
  );
  const answer = translateErrors(new Response(body), (cause) => new TypeError("outer", { cause }));
  await new Promise(setImmediate);
  assert.equal(pulls, 0);
  await assert.rejects(answer.text(), { name: "TypeError", message: "outer" });
});

test("ends the body when its reader does", async () => {
  const reasons: unknown[] = [];
  const body = new ReadableStream({ cancel: (reason) => void reasons.push(reason) });
  await translateErrors(new Response(body), String).body?.cancel("enough");
  assert.deepEqual(reasons, ["enough"]);
});

test("lets the answer of engine.fetch fail as that of fetch: by a reset, and by the signal", async () => {
  await using engine = await startTestEngine();
  engine.fault({ times: 1 }, { reset: "answer", afterBytes: 5 });
  const answer = await engine.fetch("/version");
  await assert.rejects(answer.text(), { name: "TypeError", message: "terminated" });
  engine.fault({}, { drip: { bytes: 1, every: 60_000 } });
  const controller = new AbortController();
  const slow = await engine.fetch("/version", { signal: controller.signal });
  const reason = new Error("too slow");
  const text = slow.text();
  controller.abort(reason);
  await assert.rejects(text, reason);
});

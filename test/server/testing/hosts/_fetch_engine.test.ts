import assert from "node:assert/strict";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("engine.fetch()");

test("rejects with the reason of the signal, as fetch does", async () => {
  await using engine = await startTestEngine();
  const reason = new Error("no longer wanted");
  await assert.rejects(engine.fetch("/version", { signal: AbortSignal.abort(reason) }), reason);
  engine.fault({}, { delay: Number.POSITIVE_INFINITY });
  const controller = new AbortController();
  const answer = engine.fetch("/version", { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(answer, reason);
});

test("rejects as fetch does if the connection is reset", async () => {
  await using engine = await startTestEngine();
  engine.fault({ operation: "getRestAPIVersion" }, { reset: "answer" });
  await assert.rejects(engine.fetch("/version"), (error) => {
    assert.ok(error instanceof TypeError && error.cause instanceof Error && "code" in error.cause);
    assert.equal(error.cause.code, "ECONNRESET");
    return true;
  });
  assert.equal(engine.requests[0]?.state, "aborted");
});

test("ends when the engine is closed: what takes too long is reset, as over a socket", async () => {
  const engine = await startTestEngine();
  engine.route("GET", "/never", () => new Promise(() => {}));
  const topics = [{ topicName: "t", lockDuration: 1_000 }];
  const asked = { workerId: "w", maxTasks: 1, asyncResponseTimeout: 60_000, topics };
  const headers = { "Content-Type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(asked) };
  const poll = engine.fetch("/external-task/fetchAndLock", init);
  const never = assert.rejects(engine.fetch("/never"), { name: "TypeError" });
  await engine.close();
  assert.equal(await (await poll).text(), "[]");
  await never;
});

test("lets an answer that is cut fail while it is read", async () => {
  await using engine = await startTestEngine();
  engine.fault({ path: "/version" }, { reset: "answer", afterBytes: 5 });
  const answer = await engine.fetch("/version");
  assert.equal(answer.status, 200);
  await assert.rejects(answer.text());
});

test("rejects as fetch does if nobody listens any more", async () => {
  const engine = await startTestEngine();
  engine.route("GET", "/never", () => new Promise(() => {}));
  const held = assert.rejects(engine.fetch("/never"), TypeError);
  await engine.close();
  await held;
  await assert.rejects(engine.fetch("/version"), (error) => {
    assert.ok(error instanceof TypeError && error.cause instanceof Error && "code" in error.cause);
    assert.equal(error.cause.code, "ECONNREFUSED");
    return true;
  });
});

test("takes a Request, a URL or a path, with what fetch takes", async () => {
  await using engine = await startTestEngine();
  engine.route("POST", "/echo", (request) => request.text());
  const init = { method: "POST", body: "text" };
  for (const input of [
    "/echo",
    new URL(`${engine.url}/echo`),
    new Request("http://a/echo", init),
  ]) {
    assert.equal(await (await engine.fetch(input, init)).json(), "text");
  }
});

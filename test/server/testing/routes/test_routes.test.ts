import assert from "node:assert/strict";
import { startTestEngine, type TestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("routes that a test adds");

async function textOf(engine: TestEngine, path: string, init?: RequestInit): Promise<string> {
  return (await engine.fetch(path, init)).text();
}

test("get the request and the parameters in its path, and answer as they like", async () => {
  await using engine = await startTestEngine();
  engine.route("POST", "/task/{id}/complete", async (request, parameters) => {
    return { parameters, path: new URL(request.url).pathname, sent: await request.json() };
  });
  const path = "/engine-rest/task/a%20b/complete?x=1";
  const answer = await engine.fetch(path, { method: "POST", body: '{"a":[1]}' });
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.deepEqual(await answer.json(), {
    parameters: { id: "a b" },
    path: "/engine-rest/task/a%20b/complete",
    sent: { a: [1] },
  });
});

test("answer by a Response, or by 204 if they return nothing, over a socket, too", async () => {
  await using engine = await startTestEngine();
  engine.route("GET", "/page", () => new Response("<p>", { headers: { "x-a": "1" }, status: 202 }));
  engine.route("DELETE", "/page", () => undefined);
  const page = await fetch(`${engine.url}/page`);
  assert.deepEqual([page.status, page.headers.get("x-a"), await page.text()], [202, "1", "<p>"]);
  assert.equal((await fetch(`${engine.url}/page`, { method: "DELETE" })).status, 204);
});

test("take routes of the engine over, the last one counts, and end with a reset", async () => {
  await using engine = await startTestEngine();
  assert.equal(await textOf(engine, "/version"), '{"version":"7.24.0"}');
  engine.route("GET", "/version", () => ({ version: "7.1" }));
  engine.route("GET", "/version", () => ({ version: "7.2" }));
  assert.equal(await textOf(engine, "/version"), '{"version":"7.2"}');
  await engine.reset();
  assert.equal(await textOf(engine, "/version"), '{"version":"7.24.0"}');
});

test("are answered by 500 if they throw, and the log has the reason", async () => {
  const faults: unknown[] = [];
  await using engine = await startTestEngine({
    log: (...line) => void faults.push(line[2]?.["fault"]),
  });
  const reason = new Error("on purpose");
  engine.route("POST", "/message", () => Promise.reject(reason));
  assert.equal((await engine.fetch("/message", { method: "POST" })).status, 500);
  assert.deepEqual(faults, [reason]);
});

test("are answered by 500 if they return what JSON cannot hold", async () => {
  await using engine = await startTestEngine({ log: () => {} });
  engine.route("GET", "/function", () => () => {});
  assert.equal((await engine.fetch("/function")).status, 500);
});

test("are refused if their path or handler is none", async () => {
  await using engine = await startTestEngine();
  assert.throws(() => engine.route("GET", "message", () => {}), /must begin with a slash/);
  assert.throws(() => engine.route("GET", "/message?x=1", () => {}), /have no query/);
  // @ts-expect-error The method comes first.
  assert.throws(() => engine.route("/message", () => {}), /the method '\/message'; write one of/);
  // @ts-expect-error A handler is a function.
  assert.throws(() => engine.route("GET", "/message", "no"), /its handler is .*; pass a function/);
});

test("learn that the client has gone away, also behind a real engine", async () => {
  await using real = await startTestEngine();
  await using engine = await startTestEngine({ passThrough: real.url });
  for (const host of [real, engine]) {
    const left = new Promise<void>((resolve) => {
      real.route("GET", "/slow", ({ signal }) => {
        controller.abort();
        return new Promise((answer) => {
          signal.addEventListener("abort", () => {
            resolve();
            answer(undefined);
          });
        });
      });
    });
    const controller = new AbortController();
    await assert.rejects(fetch(`${host.url}/slow`, controller), { name: "AbortError" });
    await left;
  }
});

test("that nobody has are 404, or passed on to a real engine", async () => {
  await using real = await startTestEngine();
  real.route("POST", "/process-definition/key/{key}/start", async (request, { key = "" }) => {
    const { searchParams } = new URL(request.url);
    return { key, query: searchParams.get("q"), body: await request.text() };
  });
  await using engine = await startTestEngine({ passThrough: real.url });
  const path = "/process-definition/key/a%2Fb/start?q=1";
  const answer = await fetch(engine.url + path, { method: "POST", body: "{}" });
  assert.deepEqual(await answer.json(), { key: "a/b", query: "1", body: "{}" });
  assert.equal((await engine.fetch("/nowhere")).status, 404);
  await real.close();
  const lost = await engine.fetch("/nowhere");
  assert.equal(lost.status, 502);
  assert.match(await lost.text(), /Cannot pass GET \/nowhere on: http:.* cannot be reached/);
});

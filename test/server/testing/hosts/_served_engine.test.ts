import assert from "node:assert/strict";
import { request } from "node:http";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("the double over a socket");

test("serves the hosts of its own machine only", async () => {
  await using engine = await startTestEngine();
  const status = await new Promise((resolve, reject) => {
    request(`${engine.url}/version`, { headers: { host: "evil.example" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
  assert.equal(status, 403);
});

test("resets a connection so that its client sees it", async () => {
  await using engine = await startTestEngine();
  engine.fault({ path: "/version" }, { reset: "answer" });
  await assert.rejects(fetch(`${engine.url}/version`), (error) => {
    assert.ok(error instanceof TypeError && error.cause instanceof Error && "code" in error.cause);
    assert.match(String(error.cause.code), /ECONNRESET|UND_ERR_SOCKET/);
    return true;
  });
  assert.equal((await fetch(`${engine.url}/version`)).status, 200);
});

test("closes while a client keeps its connection, and while a fault holds a request", async () => {
  const engine = await startTestEngine();
  await (await fetch(`${engine.url}/version`)).text();
  engine.fault({}, { delay: Number.POSITIVE_INFINITY });
  const held = assert.rejects(fetch(`${engine.url}/version`));
  while (engine.findRequests(({ state }) => state === "pending").length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await engine.close();
  await held;
  await assert.rejects(fetch(`${engine.url}/version`));
});

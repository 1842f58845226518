import assert from "node:assert/strict";
import { startTestEngine } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("findTarget()");

/** What the journal says of a request. */
async function targetOf(path: string, method = "GET") {
  await using engine = await startTestEngine();
  engine.route("POST", "/message/{name}", () => {});
  await engine.fetch(path, { method });
  const [request] = engine.requests;
  return [request?.path, request?.operation, request?.parameters];
}

test("finds operation and parameters with and without the engine's base path", async () => {
  const path = "/process-instance/a%2Fb/variables/n";
  const found = [path, "getProcessInstanceVariable", { id: "a/b", varName: "n" }];
  for (const base of ["", "/engine-rest", "/engine-rest/engine/default"]) {
    assert.deepEqual(await targetOf(`${base}${path}?deserializeValue=false`), found);
  }
});

test("finds the routes of the test", async () => {
  const found = ["/message/paid", "POST /message/{name}", { name: "paid" }];
  assert.deepEqual(await targetOf("/message/paid", "POST"), found);
});

test("knows no operation of an unknown path or method, nor of a broken path", async () => {
  assert.deepEqual(await targetOf("/nowhere"), ["/nowhere", undefined, {}]);
  assert.deepEqual(await targetOf("/version", "DELETE"), ["/version", undefined, {}]);
  const broken = "/process-instance/%zz/variables";
  assert.deepEqual(await targetOf(broken), [broken, undefined, {}]);
});

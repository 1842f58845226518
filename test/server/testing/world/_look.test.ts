import assert from "node:assert/strict";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Look");

test("sees what was added before, of an instance and of an execution", async () => {
  await using engine = await startTestEngine();
  const { executionId } = engine.addExternalTask({
    topicName: "t",
    processInstanceId: "i",
    variables: { a: 1 },
    localVariables: { b: "text" },
  });
  assert.equal(await engine.value("i", "a"), 1);
  assert.equal(await engine.value("i", "b"), undefined);
  assert.equal(await engine.bytes("i", "b"), undefined);
  assert.deepEqual(await engine.variables(executionId), { b: "text" });
  assert.deepEqual(await engine.bytes(executionId, "b"), new TextEncoder().encode("text"));
});

test("says of an instance that is not there how to make one", async () => {
  await using engine = await startTestEngine();
  const message = /Cannot look into process instance 'i': there is none, .*; seed it by/;
  await assert.rejects(engine.value("i", "a"), message);
  await assert.rejects(engine.bytes("i", "a"), message);
  await assert.rejects(engine.variables("i"), message);
});

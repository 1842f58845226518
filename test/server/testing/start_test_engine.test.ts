import assert from "node:assert/strict";
import { startTestEngine } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("startTestEngine");

test("answers over a socket and without one", async () => {
  await using engine = await startTestEngine();
  for (const answer of [
    await fetch(`${engine.url}/process-instance/none`),
    await engine.fetch("/process-instance/none"),
    await engine.fetch("/engine-rest/process-instance/none"),
    await engine.fetch(new Request("http://anywhere/engine-rest/process-instance/none")),
  ]) {
    assert.equal(answer.status, 404);
    assert.deepEqual(await answer.json(), {
      type: "InvalidRequestException",
      message: "Process instance with id none does not exist",
      code: null,
    });
  }
});

import assert from "node:assert/strict";
import { request } from "node:http";
import { startTestEngine } from "../../../../../server/testing/mod.ts";
import { suite } from "../../../../support/suite.ts";
import { settle } from "../set_up.ts";

const test = suite("a worker that has gone away");

test("still takes a task, which stays locked for nobody", async () => {
  const engine = await startTestEngine();
  const topics = [{ topicName: "ship", lockDuration: 60_000 }];
  const wanted = { workerId: "gone", maxTasks: 1, asyncResponseTimeout: 60_000, topics };
  const client = request(`${engine.url}/external-task/fetchAndLock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
  });
  client.on("error", () => {});
  const gone = new Promise((resolve) => client.on("close", resolve));
  const body = JSON.stringify(wanted);
  client.end(body);
  while (engine.requests[0]?.bodySize !== body.length) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await settle(engine);
  client.destroy();
  await gone;
  const { id } = engine.addExternalTask({ topicName: "ship" });
  await settle(engine);
  const answer = await engine.fetch(`/engine-rest/external-task/${id}`);
  assert.match(await answer.text(), /"workerId":"gone"/);
  await engine.close();
});

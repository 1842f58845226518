import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, Variables } from "camunda-external-task-client-js";
import { startTestEngine } from "varpost/testing";

test("ships an order", async () => {
  const engine = await startTestEngine({ variables: { "order-7": { total: 42 } } });
  const client = new Client({ baseUrl: engine.url });
  client.subscribe("ship", async ({ task, taskService }) => {
    const trackingId = `TX-${task.variables.get("total")}`;
    await taskService.complete(task, new Variables().set("trackingId", trackingId));
  });
  const task = engine.addExternalTask({ topicName: "ship", processInstanceId: "order-7" });
  await task.completed;
  assert.equal(await engine.value("order-7", "trackingId"), "TX-42");
  client.stop();
  await engine.close();
});

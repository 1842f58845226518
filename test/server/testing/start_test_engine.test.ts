import assert from "node:assert/strict";
import { Client } from "camunda-external-task-client-js";
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

test("lets a worker do its work", async () => {
  const pdf = new TextEncoder().encode("%PDF");
  await using engine = await startTestEngine({
    variables: {
      "order-7": {
        total: 42,
        invoice: { type: "File", value: pdf, valueInfo: { filename: "invoice.pdf" } },
      },
    },
  });
  const client = new Client({ baseUrl: engine.url, interval: 5 });
  const task = engine.addExternalTask({ topicName: "ship", processInstanceId: "order-7" });
  client.subscribe("ship", async ({ task, taskService }) => {
    const { Variables } = await import("camunda-external-task-client-js");
    const total = task.variables.get("total");
    await taskService.complete(task, new Variables().set("trackingId", `TX-${total}`));
  });
  const { variables } = await task.completed;
  client.stop();
  assert.deepEqual(variables, { trackingId: "TX-42" });
  assert.equal(await engine.value("order-7", "trackingId"), "TX-42");
  assert.deepEqual(await engine.bytes("order-7", "invoice"), pdf);
});

test("goes back to what was seeded", async () => {
  await using engine = await startTestEngine({ variables: { a: { n: 1, list: [1] }, b: {} } });
  const before = await engine.snapshot();
  await engine.seed({ a: { n: 2, more: true }, c: { x: null } });
  const task = engine.addExternalTask({ topicName: "t", processInstanceId: "a" });
  await engine.advance(60_000);
  assert.deepEqual(await engine.variables("a"), { n: 2, list: [1], more: true });
  await engine.reset();
  assert.deepEqual(await engine.snapshot(), before);
  assert.deepEqual(engine.requests, []);
  await assert.rejects(task.completed, /the engine was reset/);
  await assert.rejects(engine.value("c", "x"), /Cannot look into process instance 'c'/);
  assert.ok(engine.now() <= Date.now());
});

test("says what is wrong with an option", async () => {
  // @ts-expect-error It is misspelt.
  await assert.rejects(startTestEngine({ variable: {} }), /did you mean 'variables'/);
  await assert.rejects(
    startTestEngine({ variables: { a: { n: () => 1 } } }),
    /process instance 'a'/,
  );
});

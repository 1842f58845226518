import assert from "node:assert/strict";
import { type Snapshot, startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Snapshot");

/** What a test may do before it takes a snapshot. */
async function run(): Promise<Snapshot> {
  const file = new File(["%PDF"], "invoice.pdf", { type: "application/pdf" });
  await using engine = await startTestEngine({
    variables: { "order-7": { total: 42, due: new Date(0), file } },
  });
  const post = async (path: string, body: unknown) => {
    const headers = { "Content-Type": "application/json" };
    const answer = await engine.fetch(`/external-task/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, await answer.clone().text());
  };
  const topics = [{ topicName: "ship", lockDuration: 60_000 }];
  const done = engine.addExternalTask({ topicName: "ship", processInstanceId: "order-7" });
  const failed = engine.addExternalTask({ topicName: "ship", localVariables: { mine: [1] } });
  engine.addExternalTask({ topicName: "pay", businessKey: "key", variables: { amount: 1.5 } });
  await post("fetchAndLock", { workerId: "w", maxTasks: 2, topics });
  const variables = { trackingId: { value: "TX-1", type: "String" } };
  await post(`${done.id}/complete`, { workerId: "w", variables });
  const errorMessage = "out of order";
  await post(`${failed.id}/failure`, { workerId: "w", errorMessage, retries: 1, retryTimeout: 0 });
  await post("fetchAndLock", { workerId: "w", maxTasks: 1, topics });
  return await engine.snapshot();
}

test("is the same in every run, and JSON", async () => {
  const snapshot = await run();
  assert.deepEqual(await run(), snapshot);
  assert.deepEqual(JSON.parse(JSON.stringify(snapshot)), snapshot);
});

test("shows what the engine holds", async () => {
  const task = {
    priority: 0,
    retries: null,
    locked: false,
    errorMessage: null,
    localVariables: {},
  };
  assert.deepEqual(await run(), {
    instances: {
      instance1: { businessKey: null, suspended: false, variables: {} },
      instance2: {
        businessKey: "key",
        suspended: false,
        variables: { amount: { type: "Double", value: 1.5, valueInfo: {} } },
      },
      "order-7": {
        businessKey: null,
        suspended: false,
        variables: {
          due: { type: "Date", value: "1970-01-01T00:00:00.000+0000", valueInfo: {} },
          file: {
            type: "File",
            value: "JVBERg==",
            valueInfo: { filename: "invoice.pdf", mimeType: "application/pdf" },
          },
          total: { type: "Integer", value: 42, valueInfo: {} },
          trackingId: { type: "String", value: "TX-1", valueInfo: {} },
        },
      },
    },
    externalTasks: [
      {
        ...task,
        id: "task1",
        topicName: "ship",
        processInstanceId: "instance1",
        retries: 1,
        locked: true,
        errorMessage: "out of order",
        localVariables: { mine: { type: "Json", value: [1], valueInfo: {} } },
      },
      { ...task, id: "task2", topicName: "pay", processInstanceId: "instance2" },
    ],
  });
});

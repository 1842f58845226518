import assert from "node:assert/strict";
import type { ExternalTask } from "../../../../server/testing/external_tasks/external_task.ts";
import { suite } from "../../../support/suite.ts";
import { TaskEngine } from "./_task_engine.ts";

const test = suite("what becomes of an external task");

/** A task of a seeded instance, locked by the worker `w`. */
async function locked(): Promise<{ engine: TaskEngine; task: ExternalTask; url: string }> {
  const engine = new TaskEngine();
  const task = engine.add({ id: "order-7", isSeeded: true }, { topicName: "ship" });
  const url = `/external-task/${task.id}`;
  await engine.post(`${url}/lock`, { workerId: "w", lockDuration: 60_000 });
  return { engine, task, url };
}

const VARIABLES = {
  total: { value: 42 },
  invoice: { value: "AQI=", type: "File", valueInfo: { filename: "a.pdf" } },
  lines: { value: '{"a":[1]}', type: "json" },
};

test("is what the worker sent with complete, in plain values", async () => {
  const { engine, task, url } = await locked();
  const sent = { workerId: "w", variables: VARIABLES, localVariables: { own: { value: null } } };
  assert.equal((await engine.post(`${url}/complete`, sent)).status, 204);
  const { workerId, variables, localVariables } = await task.completed;
  assert.equal(workerId, "w");
  assert.equal(variables["total"], 42);
  assert.deepEqual(variables["lines"], { a: [1] });
  const { invoice } = variables;
  assert.ok(invoice instanceof File);
  assert.equal(invoice.name, "a.pdf");
  assert.deepEqual(localVariables, { own: null });
  const start = `of external task ${task.id} (topic 'ship'): worker 'w' completed it`;
  await assert.rejects(task.failed, new Error(`Cannot await a failure ${start}`));
  await assert.rejects(task.bpmnError, new Error(`Cannot await a BPMN error ${start}`));
});

test("is set before the worker is answered, and seen by the next request", async () => {
  const { engine, url } = await locked();
  await engine.post(`${url}/complete`, {
    workerId: "w",
    variables: { trackingId: { value: "T" } },
  });
  const { body } = await engine.send({
    method: "GET",
    path: "/process-instance/order-7/variables",
  });
  assert.deepEqual(JSON.parse(`${body}`), {
    trackingId: { type: "String", value: "T", valueInfo: {} },
  });
});

test("is refused, and only for who awaits it, if JavaScript cannot hold a value", async () => {
  const { engine, task, url } = await locked();
  const digits = { value: '{"pi":3.14159265358979323846}', type: "Json" };
  const sent = { workerId: "w", variables: { digits } };
  assert.equal((await engine.post(`${url}/complete`, sent)).status, 204);
  await assert.rejects(task.completed, RangeError);
});

test("rejects nothing unhandled, even of what nobody is told", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const { engine, task, url } = await locked();
  const variables = { digits: { value: "[3.14159265358979323846]", type: "Json" } };
  await engine.post(`${url}/failure`, { workerId: "w", retries: 1 });
  await engine.post(`${url}/failure`, { workerId: "w", retries: 0, variables });
  // Node tells of them when the microtasks are done.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
  assert.equal((await task.failed).retries, 1);
});

test("is what the worker sent with bpmnError", async () => {
  const { engine, task, url } = await locked();
  const sent = { workerId: "w", errorCode: "out", variables: { n: { value: 0 } } };
  assert.equal((await engine.post(`${url}/bpmnError`, sent)).status, 204);
  assert.deepEqual(await task.bpmnError, {
    workerId: "w",
    errorCode: "out",
    errorMessage: null,
    variables: { n: 0 },
  });
  const reason = /: worker 'w' ended it by the BPMN error 'out'$/;
  await assert.rejects(task.completed, reason);
  await assert.rejects(task.failed, reason);
});

test("is what the worker sent with its first failure", async () => {
  const { engine, task, url } = await locked();
  const first = { errorMessage: "m".repeat(700), errorDetails: "d", retries: 2, retryTimeout: 5 };
  await engine.post(`${url}/failure`, { workerId: "w", ...first });
  await engine.post(`${url}/failure`, { workerId: "w", retries: 1 });
  const nothing = { variables: {}, localVariables: {} };
  assert.deepEqual(await task.failed, { workerId: "w", ...first, ...nothing });
  await engine.post(`${url}/complete`, { workerId: "w" });
  assert.deepEqual(await task.completed, { workerId: "w", ...nothing });
});

test("cannot be awaited when no retries are left, until they are set", async () => {
  const { engine, task, url } = await locked();
  await engine.post(`${url}/failure`, { workerId: "w", errorMessage: "boom" });
  const reason = /: worker 'w' reported a failure and left no retries \(boom\); set its retries$/;
  await assert.rejects(task.completed, reason);
  await assert.rejects(task.bpmnError, reason);
  await engine.post(`${url}/retries`, { retries: 0 }, "PUT");
  await assert.rejects(task.completed, reason);
  await engine.post(`${url}/retries`, { retries: 1 }, "PUT");
  const again = task.completed;
  await engine.post(`${url}/complete`, { workerId: "w" });
  assert.equal((await again).workerId, "w");
});

test("cannot be awaited when its instance is deleted, or the engine is reset or closed", async () => {
  const ends: readonly (readonly [reason: string, end: (engine: TaskEngine) => unknown])[] = [
    [
      "its process instance was deleted",
      (engine) => engine.send({ method: "DELETE", path: "/process-instance/order-7" }),
    ],
    ["the engine was reset", (engine) => engine.tasks.reset()],
    ["the engine was closed", (engine) => engine.tasks.close()],
  ];
  for (const [reason, end] of ends) {
    const { engine, task, url } = await locked();
    await end(engine);
    for (const outcome of [task.completed, task.failed, task.bpmnError]) {
      await assert.rejects(outcome, ({ message }: Error) => message.endsWith(`: ${reason}`));
    }
    assert.equal((await engine.send({ method: "GET", path: url })).status, 404);
  }
});

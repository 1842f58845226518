import assert from "node:assert/strict";
import { suite } from "../../../../support/suite.ts";
import { TaskEngine } from "../_task_engine.ts";

const test = suite("retries and priority of external tasks");

async function retriesOf(engine: TaskEngine): Promise<readonly (number | null)[]> {
  const { body } = await engine.send({ method: "GET", path: "/external-task" });
  return JSON.parse(`${body}`).map(({ retries }: { readonly retries: number | null }) => retries);
}

test("are set for tasks by ids, instances and queries at once", async () => {
  const engine = new TaskEngine();
  const [a] = ["ship", "bill", "pay", "pack"].map((topicName, index) =>
    engine.add({ id: `i${index}` }, { topicName }),
  );
  const wanted = {
    retries: 3,
    externalTaskIds: [a?.id],
    processInstanceIds: ["i1", "unknown"],
    externalTaskQuery: { topicName: "pay" },
  };
  const { status } = await engine.post("/external-task/retries", wanted, "PUT");
  assert.equal(status, 204);
  assert.deepEqual(await retriesOf(engine), [3, 3, 3, null]);
});

test("are set by a batch, which leaves unknown tasks", async () => {
  const engine = new TaskEngine();
  const { id } = engine.add({}, { topicName: "ship" });
  const answer = await engine.post("/external-task/retries-async", {
    retries: 3,
    externalTaskIds: [id, id, "unknown"],
  });
  assert.equal(answer.status, 200);
  const { type, totalJobs } = JSON.parse(`${answer.body}`);
  assert.deepEqual([type, totalJobs], ["set-external-task-retries", 2]);
  assert.deepEqual(await retriesOf(engine), [3]);
  const negative = { retries: -1, externalTaskIds: [id] };
  assert.equal((await engine.post("/external-task/retries-async", negative)).status, 200);
  const none = { retries: 1, externalTaskIds: [] };
  assert.equal((await engine.post("/external-task/retries-async", none)).status, 400);
  assert.deepEqual(await retriesOf(engine), [3]);
});

test("are not set by queries that the test engine does not have", async () => {
  const wanted = { retries: 1, processInstanceQuery: {} };
  const { status, body } = await new TaskEngine().post("/external-task/retries", wanted, "PUT");
  assert.equal(status, 400);
  assert.equal(
    JSON.parse(`${body}`).message,
    "Cannot set retries by 'processInstanceQuery': the test engine has no such query; give 'externalTaskIds', 'processInstanceIds' or 'externalTaskQuery'",
  );
});

test("have all digits of 64 bits", async () => {
  const engine = new TaskEngine();
  const { id } = engine.add({}, { topicName: "ship" });
  const path = `/external-task/${id}`;
  await engine.post(`${path}/priority`, { priority: "9223372036854775807" }, "PUT");
  const { body } = await engine.send({ method: "GET", path });
  assert.match(`${body}`, /"priority":9223372036854775807,/);
});

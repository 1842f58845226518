import assert from "node:assert/strict";
import { suite } from "../../../support/suite.ts";
import { TaskEngine } from "./_task_engine.ts";

const test = suite("instances of external tasks");

async function end(engine: TaskEngine, id: string): Promise<void> {
  await engine.post(`/external-task/${id}/lock`, { workerId: "w", lockDuration: 1_000 });
  const sent = { workerId: "w", variables: { a: { value: 1 } } };
  assert.equal((await engine.post(`/external-task/${id}/complete`, sent)).status, 204);
}

test("end with their last task", async () => {
  const engine = new TaskEngine();
  const [ship, bill] = ["ship", "bill"].map((topicName) => engine.add({ id: "i" }, { topicName }));
  await end(engine, ship?.id ?? "");
  assert.equal(engine.instances.get("i")?.executions.size, 1);
  await end(engine, bill?.id ?? "");
  assert.equal(engine.instances.get("i"), undefined);
  engine.add({ id: "i" }, { topicName: "ship" });
  const { body } = await engine.send({ method: "GET", path: "/process-instance/i/variables" });
  assert.equal(`${body}`, "{}");
});

test("stay if they were seeded, without what was local to the task", async () => {
  const engine = new TaskEngine();
  const task = engine.add({ id: "i", isSeeded: true }, { topicName: "ship" });
  await end(engine, task.id);
  assert.equal(engine.instances.ofExecution(task.executionId), undefined);
  const { body } = await engine.send({ method: "GET", path: "/process-instance/i/variables" });
  assert.equal(`${body}`, '{"a":{"type":"Integer","value":1,"valueInfo":{}}}');
});

import assert from "node:assert/strict";
import { suite } from "../../../support/suite.ts";
import { type ReceivedAnswer, TaskEngine } from "./_task_engine.ts";

const test = suite("workers at the same time");

function fetchTasks(engine: TaskEngine, maxTasks: number): Promise<ReceivedAnswer> {
  const topics = [{ topicName: "ship", lockDuration: 60_000 }];
  return engine.post("/external-task/fetchAndLock", { workerId: "w", maxTasks, topics });
}

function idsOf({ body }: ReceivedAnswer): readonly string[] {
  return JSON.parse(`${body}`).map(({ id }: { readonly id: string }) => id);
}

test("get no task twice", async () => {
  const engine = new TaskEngine();
  for (let count = 0; count < 10; count++) engine.add({}, { topicName: "ship" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => fetchTasks(engine, 3)));
  const ids = answers.map(idsOf);
  assert.equal(new Set(ids.flat()).size, 10);
  assert.deepEqual(
    ids.map(({ length }) => length),
    [3, 3, 3, 1, 0, 0, 0, 0, 0, 0],
  );
});

test("complete a task once", async () => {
  const engine = new TaskEngine();
  const { id } = engine.add({}, { topicName: "ship" });
  await fetchTasks(engine, 1);
  const sent = { workerId: "w", variables: { a: { value: 1 } } };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => engine.post(`/external-task/${id}/complete`, sent)),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 404, 404, 404, 404],
  );
});

test("see a task only when it has its variables", async () => {
  const engine = new TaskEngine();
  await engine.settle();
  const instance = engine.instances.add({ id: "i", isSeeded: false });
  const task = engine.tasks.add({ topicName: "ship", instance });
  assert.deepEqual(idsOf(await fetchTasks(engine, 1)), []);
  engine.tasks.announce(task);
  assert.deepEqual(idsOf(await fetchTasks(engine, 1)), [task.id]);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { SqliteStorage } from "../../../../adapters/sqlite.ts";
import { ProcessVariables } from "../../../../core/mod.ts";
import { faultyStorage, startTestEngine, type TestEngine } from "../../../../server/testing/mod.ts";
import { World } from "../../../../server/testing/world/_world.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("the world of a test engine");

test("begins with the instances of the storage that is given, which live until a reset", () =>
  withTempDir(async (directory) => {
    await using storage = await SqliteStorage.open(join(directory, "store.db"));
    const content = Buffer.from("42");
    for (const id of ["kept", "seeded"]) {
      await storage.apply(id, [
        { op: "put", name: "n", type: "Integer", valueInfo: {}, content },
        { op: "put", name: "old", type: "Integer", valueInfo: {}, content },
      ]);
    }
    await using engine = await startTestEngine({ storage, variables: { seeded: { n: 1 } } });
    assert.deepEqual(await engine.variables("kept"), { n: 42, old: 42 });
    assert.deepEqual(await engine.variables("seeded"), { n: 1, old: 42 });
    const task = engine.addExternalTask({ topicName: "t", processInstanceId: "kept" });
    await complete(engine, task.id);
    assert.equal((await engine.fetch("/process-instance/kept")).status, 200);
    await engine.reset();
    assert.deepEqual(await engine.variables("seeded"), { n: 1 });
    assert.deepEqual(await storage.instances(), ["seeded"]);
    assert.equal((await engine.fetch("/process-instance/kept")).status, 404);
  }));

test("does not take instances of one id that follow each other for each other", async () => {
  const storage = new MemoryStorage();
  const kept = { storage, variables: new ProcessVariables({ storage }) };
  const world = new World({ shared: kept, own: kept, objects: "Json", log: () => {} });
  const task = { topicName: "t", processInstanceId: "i" };
  world.addExternalTask(task);
  const instance = world.instances.get("i");
  assert.ok(instance);
  // Two clients delete it at once, and the test goes on as soon as it has ended.
  const next = world.end(instance).then(() => world.addExternalTask(task));
  await world.end(instance);
  const { executionId } = await next;
  assert.notEqual(world.instances.get("i"), undefined);
  assert.equal(world.instances.ofExecution(executionId)?.id, "i");
});

test("keeps what a test adds while it is reset, and takes away what was before", async () => {
  await using engine = await startTestEngine({ variables: { seeded: { n: 1 } } });
  const before = engine.addExternalTask({ topicName: "t", variables: { x: 1 } });
  const reset = engine.reset();
  const after = engine.addExternalTask({ topicName: "t", processInstanceId: "seeded" });
  await reset;
  await assert.rejects(before.completed, /the engine was reset/);
  await complete(engine, after.id);
  await after.completed;
  assert.deepEqual(await engine.variables("seeded"), { n: 1 });
  assert.deepEqual((await engine.snapshot()).externalTasks, []);
});

test("takes a seed for begun at once, and copies it", async () => {
  await using engine = await startTestEngine();
  const variables = { list: [1] };
  const seeded = engine.seed({ i: variables });
  variables.list.push(2);
  const task = engine.addExternalTask({ topicName: "t", processInstanceId: "i" });
  await seeded;
  await complete(engine, task.id);
  assert.deepEqual(await engine.variables("i"), { list: [1] });
});

test("drops a task whose variables cannot be stored, and with it the instance that it made", async () => {
  const storage = faultyStorage(new MemoryStorage());
  await using engine = await startTestEngine({ storage, log: () => {} });
  storage.setFaults({ apply: { error: "full", times: 1 } });
  const task = engine.addExternalTask({
    topicName: "t",
    processInstanceId: "i",
    variables: { x: 1 },
  });
  await assert.rejects(task.completed, /its variables could not be stored: .*full/);
  assert.equal((await engine.fetch("/process-instance/i")).status, 404);
  assert.deepEqual((await engine.snapshot()).externalTasks, []);
});

test("tells who awaits a task of its end also if the storage cannot forget its variables", async () => {
  const storage = faultyStorage(new MemoryStorage());
  await using engine = await startTestEngine({ storage, log: () => {} });
  for (const end of ["complete", "bpmnError"]) {
    const task = engine.addExternalTask({ topicName: "t" });
    await lockTask(engine);
    storage.setFaults({ apply: { error: "unavailable", times: 1 } });
    const sent = { workerId: "w", errorCode: "late" };
    const answer = await post(engine, `/external-task/${task.id}/${end}`, sent);
    assert.equal(answer.status, 503);
    assert.equal((await engine.fetch(`/external-task/${task.id}`)).status, 404);
    await (end === "complete" ? task.completed : task.bpmnError);
  }
});

test("is one of several at once, each with its own, and closes twice", async () => {
  const engines = await Promise.all(
    [1, 2].map((n) => startTestEngine({ variables: { same: { n } } })),
  );
  for (const [index, engine] of engines.entries()) {
    assert.equal(await engine.value("same", "n"), index + 1);
    await Promise.all([engine.close(), engine.close()]);
    await engine.close();
    assert.throws(() => engine.addExternalTask({ topicName: "t" }), /the engine was closed/);
  }
});

/** Fetches a task as a worker, and completes it. */
async function complete(engine: TestEngine, id: string): Promise<void> {
  await lockTask(engine);
  const answer = await post(engine, `/external-task/${id}/complete`, { workerId: "w" });
  assert.ok(answer.ok, await answer.text());
}

async function lockTask(engine: TestEngine): Promise<void> {
  const topics = [{ topicName: "t", lockDuration: 1_000 }];
  const request = { workerId: "w", maxTasks: 1, topics };
  const answer = await post(engine, "/external-task/fetchAndLock", request);
  assert.ok(answer.ok, await answer.text());
}

function post(engine: TestEngine, path: string, body: object): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return engine.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

import assert from "node:assert/strict";
import type { PutChange } from "../../../../../core/storage/storage.ts";
import { suite } from "../../../../support/suite.ts";
import { TaskEngine } from "../_task_engine.ts";

const test = suite("fetchAndLock");

function put(name: string, type: string, text: string | null): PutChange {
  const content = text === null ? null : Buffer.from(text);
  return { op: "put", name, type, valueInfo: {}, content };
}

/** The topics of the tasks that a worker gets, which are unlocked again. */
async function fetchTopics(engine: TaskEngine, body: object): Promise<string> {
  const wanted = { workerId: "w", maxTasks: 10, ...body };
  const { body: answer } = await engine.post("/external-task/fetchAndLock", wanted);
  const tasks: readonly { readonly id: string; readonly topicName: string }[] = JSON.parse(
    `${answer}`,
  );
  for (const { id } of tasks) {
    await engine.send({ method: "POST", path: `/external-task/${id}/unlock` });
  }
  return tasks.map(({ topicName }) => topicName).join("");
}

test("finds variables of the instance by type and value, at least one of them", async () => {
  const engine = new TaskEngine();
  engine.add(
    {},
    { topicName: "a" },
    [
      put("n", "Integer", "4"),
      put("l", "Long", "4"),
      put("big", "Long", "12345678901"),
      put("d", "Double", "2.5"),
      put("b", "Boolean", "true"),
      put("s", "String", "abc"),
      put("z", "String", null),
      put("u", "Null", null),
    ],
    [put("own", "Integer", "1")],
  );
  const finds = async (processVariables: string) => {
    const topic = `{"topicName":"a","lockDuration":1,"processVariables":${processVariables}}`;
    return await fetchTopics(engine, { topics: [JSON.parse(topic)] });
  };
  const found = [
    '{"n":4}',
    '{"big":12345678901}',
    '{"d":2.5}',
    '{"b":true}',
    '{"s":"abc"}',
    '{"z":null}',
    '{"u":null}',
    '{"n":5,"s":"abc"}',
    "{}",
    "null",
  ];
  const notFound = [
    '{"n":"4"}',
    '{"n":5}',
    '{"n":null}',
    '{"l":4}',
    '{"n":12345678901}',
    '{"n":123456789012345678901234}',
    '{"d":3.5}',
    '{"b":"true"}',
    '{"s":"ABC"}',
    '{"s":1}',
    '{"own":1}',
    '{"nope":null}',
  ];
  for (const each of found) assert.equal(await finds(each), "a", each);
  for (const each of notFound) assert.equal(await finds(each), "", each);
});

test("finds version tags by a pattern", async () => {
  const engine = new TaskEngine();
  engine.add({ versionTag: "v1.2" }, { topicName: "a" });
  const finds = (processDefinitionVersionTag: string) =>
    fetchTopics(engine, {
      topics: [{ topicName: "a", lockDuration: 1, processDefinitionVersionTag }],
    });
  assert.equal(await finds("v_.%"), "a");
  assert.equal(await finds("v2%"), "");
});

test("gives tasks in the order of priorities, and then of creation", async () => {
  const engine = new TaskEngine();
  const priorities = { a: 1, b: 2, c: 1, d: 2n ** 62n };
  for (const [topicName, priority] of Object.entries(priorities)) {
    engine.add({}, { topicName, priority });
  }
  const topics = Object.keys(priorities).map((topicName) => ({ topicName, lockDuration: 1 }));
  const sorting = [{ sortBy: "createTime", sortOrder: "desc" }];
  assert.equal(await fetchTopics(engine, { topics }), "abcd");
  assert.equal(await fetchTopics(engine, { topics, usePriority: true }), "dbac");
  assert.equal(await fetchTopics(engine, { topics, sorting }), "dcba");
  assert.equal(await fetchTopics(engine, { topics, sorting, usePriority: true }), "dbca");
  assert.equal(await fetchTopics(engine, { topics, usePriority: true, maxTasks: 2 }), "db");
});

test("refuses a worker whose name is too long, if there is a task for it", async () => {
  const engine = new TaskEngine();
  const wanted = {
    workerId: "w".repeat(256),
    maxTasks: 1,
    topics: [{ topicName: "a", lockDuration: 1 }],
  };
  assert.equal((await engine.post("/external-task/fetchAndLock", wanted)).status, 200);
  engine.add({}, { topicName: "a" });
  const { status, body } = await engine.post("/external-task/fetchAndLock", wanted);
  assert.equal(status, 500);
  assert.equal(JSON.parse(`${body}`).code, 10_002);
});

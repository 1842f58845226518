import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  Client,
  File,
  type Task,
  type TaskService,
  Variables,
} from "camunda-external-task-client-js";
import { ProcessVariables, type VariableRecord, type VariableStorage } from "../../core/mod.ts";
import { startTestEngine, type TestEngine } from "../../server/testing/mod.ts";
import { withOneStorage } from "../server/_storages.ts";
import { fromAsync } from "../support/from_async.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("camunda-external-task-client-js");

const TASK = { instanceId: "a1b2", topic: "convert" };
const BYTES = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251));

interface Worker {
  readonly task: Task;
  readonly taskService: TaskService;
}

/** Lets the client fetch a task of the double and work on it, and looks at the storage as it is then, and at what was asked. */
function work(
  handle: (worker: Worker) => Promise<void>,
  look: (storage: VariableStorage, engine: TestEngine) => Promise<void> = async () => {},
): Promise<void> {
  return withOneStorage(async (storage) => {
    await keep(storage);
    await using engine = await startTestEngine({ storage });
    engine.addExternalTask({ topicName: TASK.topic, processInstanceId: TASK.instanceId });
    await fetchTask(engine.url, handle);
    await look(storage, engine);
  });
}

async function fetchTask(
  baseUrl: string,
  handle: (worker: Worker) => Promise<void>,
): Promise<void> {
  const client = new Client({ baseUrl, workerId: "worker", interval: 5 });
  try {
    await new Promise<void>((resolve, reject) => {
      client.on("poll:error", reject);
      client.subscribe(TASK.topic, (worker) => handle(worker).then(resolve, reject));
    });
  } finally {
    client.stop();
  }
}

async function keep(storage: VariableStorage): Promise<void> {
  const valueInfo = { filename: "Grüße.bin", mimeType: "image/png" };
  const json = { filename: "a.json", mimeType: "application/json" };
  const day = "2013-01-23T13:42:42.000+0000";
  await storage.apply(TASK.instanceId, [
    { op: "put", name: "scan of page ü", type: "File", valueInfo, content: BYTES },
    { op: "put", name: "json", type: "File", valueInfo: json, content: Buffer.from('{"a":[1]}') },
    { op: "put", name: "count", type: "Integer", valueInfo: {}, content: Buffer.from("42") },
    { op: "put", name: "flags", type: "Json", valueInfo: {}, content: Buffer.from("[true]") },
    { op: "put", name: "day", type: "Date", valueInfo: {}, content: Buffer.from(day) },
  ]);
}

function fileOf({ task }: Worker, name: string): File {
  const file = task.variables.get(name);
  assert.ok(file instanceof File);
  return file;
}

async function stored(storage: VariableStorage, name: string): Promise<VariableRecord> {
  const record = await storage.stat(TASK.instanceId, name);
  assert.ok(record);
  return record;
}

async function content(storage: VariableStorage, name: string): Promise<Buffer> {
  const variable = await storage.open(TASK.instanceId, name);
  assert.ok(variable);
  return Buffer.concat(await fromAsync(variable.read()));
}

test("downloads a File of the execution, and completes with it", () =>
  work(
    async (worker) => {
      const file = await fileOf(worker, "scan of page ü").load();
      assert.equal(file.filename, "Grüße.bin");
      assert.ok(Buffer.isBuffer(file.content) && file.content.equals(BYTES));
      const typed = { type: "File", value: file, valueInfo: {} };
      await worker.taskService.complete(worker.task, new Variables().setTyped("copy", typed));
    },
    async (storage) => {
      // It sends no media type back: it knows that as `mimetype`, and was told `mimeType`, as the engine does.
      const { type, valueInfo } = await stored(storage, "copy");
      assert.deepEqual({ type, valueInfo }, { type: "File", valueInfo: { filename: "Grüße.bin" } });
      assert.ok((await content(storage, "copy")).equals(BYTES));
    },
  ));

test("completes with a File of the disk: its 'mimetype' counts where that is tolerated", () =>
  withTempDir(async (directory) => {
    const localPath = join(directory, "a.png");
    await writeFile(localPath, BYTES);
    await work(
      async ({ task, taskService }) => {
        const file = await new File({ localPath, mimetype: "image/png" }).load();
        const typed = { type: "File", value: file, valueInfo: {} };
        await taskService.complete(task, new Variables().setTyped("scan", typed));
      },
      async (storage, engine) => {
        const { valueInfo } = await stored(storage, "scan");
        assert.deepEqual(valueInfo, { filename: "a.png" });
        assert.ok((await content(storage, "scan")).equals(BYTES));
        // The same variables, as a lenient server takes them.
        const [request] = engine.findRequests({ operation: "completeExternalTaskResource" });
        assert.ok(request);
        const { variables } = JSON.parse(request.text());
        const lenient = new ProcessVariables({ storage, lenient: true });
        const body = new Blob([JSON.stringify({ modifications: variables })]);
        await lenient.modify(TASK.instanceId, body.stream());
        assert.deepEqual((await stored(storage, "scan")).valueInfo, {
          filename: "a.png",
          mimeType: "image/png",
        });
        assert.ok((await content(storage, "scan")).equals(BYTES));
      },
    );
  }));

test("reads and sets values of the other types", () => {
  const day = new Date("2013-01-23T13:42:42Z");
  return work(
    async ({ task, taskService }) => {
      assert.equal(task.variables.get("count"), 42);
      assert.deepEqual(task.variables.get("flags"), [true]);
      assert.deepEqual(task.variables.get("day"), day);
      const variables = new Variables()
        .set("count", 43)
        .set("ratio", 0.5)
        .set("long", 2 ** 40)
        .set("name", "ü")
        .set("done", true)
        .set("none", null)
        .set("later", day)
        .set("flags", { a: 1 });
      await taskService.complete(task, variables);
    },
    async (storage) => {
      const records = await storage.list(TASK.instanceId);
      const texts = records
        .filter(({ type }) => type !== "File")
        .map(({ name, type, inline = [] }) => [name, type, Buffer.from(inline).toString()]);
      assert.deepEqual(texts, [
        ["count", "Integer", "43"],
        ["day", "Date", "2013-01-23T13:42:42.000+0000"],
        ["done", "Boolean", "true"],
        ["flags", "Json", '{"a":1}'],
        ["later", "Date", "2013-01-23T13:42:42.000+0000"],
        ["long", "Long", "1099511627776"],
        ["name", "String", "ü"],
        ["none", "Null", ""],
        ["ratio", "Double", "0.5"],
      ]);
    },
  );
});

test("parses what is 'application/json' to the letter", async () => {
  await work(async (worker) => {
    assert.deepEqual((await fileOf(worker, "json").load()).content, { a: [1] });
  });
});

test("tells why a download is refused", async () => {
  await work(async (worker) => {
    const file = fileOf(worker, "json");
    Object.assign(file, { remotePath: "/execution/a1b2/localVariables/none/data" });
    await assert.rejects(file.load(), {
      name: "EngineError",
      httpStatusCode: 404,
      type: "InvalidRequestException",
      engineMsg: "execution variable with name none does not exist",
      code: null,
    });
  });
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { changesOf, checkVariables } from "../../../../server/testing/values/_check_variables.ts";
import { readVariables } from "../../../../server/testing/values/_read_variables.ts";
import {
  type InstanceToShow,
  type TaskToShow,
  takeSnapshot,
} from "../../../../server/testing/values/_take_snapshot.ts";
import type { Snapshot, SnapshotVariable } from "../../../../server/testing/values/snapshot.ts";
import type { TestValue, TestVariables } from "../../../../server/testing/values/test_value.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("takeSnapshot()");

const TASK = { topicName: "ship", priority: 0n, retries: null, errorMessage: null, locked: false };

async function put(storage: VariableStorage, id: string, variables: TestVariables): Promise<void> {
  const checked = checkVariables(variables, { owner: id, objects: "Json" });
  await storage.apply(id, await changesOf(checked));
}

function shows(id: string, businessKey: string | null = null): InstanceToShow {
  return { id, businessKey, suspended: false };
}

async function take(
  storage: VariableStorage,
  instances: readonly InstanceToShow[],
  tasks: readonly TaskToShow[] = [],
): Promise<Snapshot> {
  const variablesOf = (id: string) => readVariables(storage, id);
  const snapshot = await takeSnapshot({
    instances,
    tasks,
    variablesOf,
    localVariablesOf: variablesOf,
  });
  const json = JSON.stringify(snapshot);
  assert.deepEqual(JSON.parse(json), snapshot, "it is JSON");
  return snapshot;
}

async function show(value: TestValue): Promise<SnapshotVariable | undefined> {
  await using storage = new MemoryStorage();
  await put(storage, "a", { x: value });
  const { instances } = await take(storage, [shows("a")]);
  return instances["a"]?.variables["x"];
}

test("shows instances, variables and tasks, sorted", async () => {
  await using storage = new MemoryStorage();
  await put(storage, "order-8", { b: "text", a: 42 });
  await put(storage, "execution", { mine: true });
  const snapshot = await take(
    storage,
    [shows("order-8", "key"), { ...shows("order-10"), suspended: true }],
    [
      { ...TASK, processInstanceId: "order-8", executionId: "execution" },
      {
        topicName: "pay",
        processInstanceId: "order-10",
        executionId: "other",
        priority: 2n ** 62n,
        retries: 0,
        errorMessage: "no money",
        locked: true,
      },
    ],
  );
  assert.deepEqual(Object.keys(snapshot.instances), ["order-10", "order-8"]);
  assert.deepEqual(Object.keys(snapshot.instances["order-8"]?.variables ?? {}), ["a", "b"]);
  assert.deepEqual(snapshot, {
    instances: {
      "order-8": {
        businessKey: "key",
        suspended: false,
        variables: {
          a: { type: "Integer", value: 42, valueInfo: {} },
          b: { type: "String", value: "text", valueInfo: {} },
        },
      },
      "order-10": { businessKey: null, suspended: true, variables: {} },
    },
    externalTasks: [
      {
        id: "task1",
        topicName: "ship",
        processInstanceId: "order-8",
        priority: 0,
        retries: null,
        locked: false,
        errorMessage: null,
        localVariables: { mine: { type: "Boolean", value: true, valueInfo: {} } },
      },
      {
        id: "task2",
        topicName: "pay",
        processInstanceId: "order-10",
        priority: "4611686018427387904",
        retries: 0,
        locked: true,
        errorMessage: "no money",
        localVariables: {},
      },
    ],
  });
});

test("names what has a random id by the order of creation", async () => {
  await using storage = new MemoryStorage();
  const ids = Array.from({ length: 3 }, () => crypto.randomUUID());
  const [first = "", second = "", third = ""] = ids;
  const instances = [first, "instance2", second, third].map((id) => shows(id));
  const tasks = [third, first].map((processInstanceId) => ({
    ...TASK,
    processInstanceId,
    executionId: crypto.randomUUID(),
  }));
  const snapshot = await take(storage, instances, tasks);
  assert.deepEqual(Object.keys(snapshot.instances), [
    "instance1",
    "instance2",
    "instance3",
    "instance4",
  ]);
  assert.deepEqual(
    snapshot.externalTasks.map(({ processInstanceId }) => processInstanceId),
    ["instance4", "instance1"],
  );
  for (const id of ids) assert.ok(!JSON.stringify(snapshot).includes(id));
});

test("shows each value as JSON", async () => {
  for (const [value, type, shown] of [
    [null, "Null", null],
    [1.5, "Double", 1.5],
    [-0, "Double", "-0.0"],
    [Number.NaN, "Double", "NaN"],
    [2n ** 53n, "Long", "9007199254740992"],
    [true, "Boolean", true],
    [new Date(0), "Date", "1970-01-01T00:00:00.000+0000"],
    [{ type: "Xml", value: "<a/>" }, "Xml", "<a/>"],
    [{ type: "Json", value: null }, "Json", null],
    [{ a: [1, -0, 2n ** 53n, "b"] }, "Json", { a: [1, "-0", "9007199254740992", "b"] }],
    [{ type: "Json", value: "[1.23456789012345678901]" }, "Json", ["1.23456789012345678901"]],
    [Uint8Array.of(1, 2), "Bytes", "AQI="],
  ] as const) {
    assert.deepEqual(await show(value), { type, value: shown, valueInfo: {} });
  }
});

test("shows the value info of Files and Objects", async () => {
  const csv = new File(["a;b"], "a.csv", { type: "text/csv" });
  assert.deepEqual(await show(csv), {
    type: "File",
    value: "YTti",
    valueInfo: { filename: "a.csv", mimeType: "text/csv" },
  });
  assert.deepEqual(await show({ type: "Object", value: [1] }), {
    type: "Object",
    value: [1],
    valueInfo: {
      objectTypeName: "java.util.ArrayList",
      serializationDataFormat: "application/json",
    },
  });
  const serializationDataFormat = "application/x-java-serialized-object";
  assert.deepEqual(await show({ type: "Object", value: Uint8Array.of(1, 2) }), {
    type: "Object",
    value: "AQI=",
    valueInfo: { serializationDataFormat },
  });
});

test("shows a digest of many bytes", async () => {
  const most = await show(new Uint8Array(1_024));
  assert.ok(typeof most?.value === "string");
  const bytes = new Uint8Array(1_025).fill(7);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(await show(bytes), {
    type: "Bytes",
    value: { size: 1_025, sha256 },
    valueInfo: {},
  });
});

test("takes any id and any name", async () => {
  await using storage = new MemoryStorage();
  await put(storage, "__proto__", { ["__proto__"]: 1, constructor: { ["__proto__"]: 2 } });
  const { instances } = await take(storage, [shows("__proto__")]);
  assert.equal(
    JSON.stringify(instances),
    '{"__proto__":{"businessKey":null,"suspended":false,"variables":{"__proto__":{"type":"Integer","value":1,"valueInfo":{}},"constructor":{"type":"Json","value":{"__proto__":2},"valueInfo":{}}}}}',
  );
});

import assert from "node:assert/strict";
import {
  startTestEngine,
  type TestEngine,
  type TestValue,
} from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("TestValue");

/** Each is read back as it was written. */
const VALUES: Readonly<Record<string, TestValue>> = {
  text: "Ä\u2028\0😀",
  empty: "",
  yes: true,
  integer: 42,
  long: 2 ** 31,
  huge: 9223372036854775807n,
  double: 1.5,
  zero: -0,
  nan: Number.NaN,
  infinite: -Infinity,
  none: null,
  date: new Date("2030-01-31T12:00:00.123Z"),
  bytes: Uint8Array.of(0, 255),
  noBytes: new Uint8Array(),
  many: new Uint8Array(100_000).fill(7),
  list: [1, [2.5, null], { a: "b" }],
  object: { id: 9007199254740993n, ["__proto__"]: { polluted: true }, "": [] },
  long_text: "a".repeat(20_000),
  ["__proto__"]: "a name like any other",
};

test("comes back from the engine as it was written", async () => {
  for (const objects of ["Json", "Object"] as const) {
    await using engine = await startTestEngine({ objects, variables: { "order-7": VALUES } });
    for (const [name, value] of Object.entries(VALUES)) {
      assert.deepEqual(await engine.value("order-7", name), value, name);
    }
    const variables = await engine.variables("order-7");
    assert.deepEqual(Object.keys(variables), Object.keys(VALUES).sort());
    for (const [name, value] of Object.entries(VALUES)) {
      assert.deepEqual(Object.getOwnPropertyDescriptor(variables, name)?.value, value, name);
    }
    assert.equal(await engine.value("order-7", "missing"), undefined);
  }
});

test("is what a client gets, and could have set", async () => {
  for (const objects of ["Json", "Object"] as const) {
    await using engine = await startTestEngine({
      objects,
      variables: { "order-7": VALUES, copy: {} },
    });
    for (const [name, value] of Object.entries(VALUES)) {
      await copy(engine, name);
      assert.deepEqual(await engine.value("copy", name), value, name);
    }
    const { instances } = await engine.snapshot();
    assert.deepEqual(instances["copy"], instances["order-7"]);
  }
});

/** Gets a variable as a client does, and sets what came as it came. */
async function copy(engine: TestEngine, name: string): Promise<void> {
  const path = `variables/${encodeURIComponent(name)}`;
  const got = await engine.fetch(`/process-instance/order-7/${path}?deserializeValue=false`);
  assert.equal(got.status, 200);
  const body = await got.text();
  const headers = { "Content-Type": "application/json" };
  const put = { method: "PUT", headers, body };
  const { status } = await engine.fetch(`/process-instance/copy/${path}`, put);
  assert.equal(status, 204, `${name}: ${body.slice(0, 100)}`);
}

test("of a File is what a client downloads, and an upload is a File", async () => {
  const file = new File(["a;b\n"], "Ärger.csv", { type: "text/csv; charset=utf-8" });
  await using engine = await startTestEngine({ variables: { "order-7": { file } } });
  const path = "/process-instance/order-7/variables";
  const download = await engine.fetch(`${path}/file/data`);
  assert.equal(download.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.match(download.headers.get("content-disposition") ?? "", /UTF-8''%C3%84rger\.csv/);
  const body = new FormData();
  body.set("data", new Blob([await download.arrayBuffer()], { type: "text/csv" }), "b.csv");
  body.set("valueType", "File");
  assert.equal((await engine.fetch(`${path}/b/data`, { method: "POST", body })).status, 204);
  const value = await engine.value("order-7", "b");
  assert.ok(value instanceof File);
  assert.deepEqual([value.name, value.type, await value.text()], ["b.csv", "text/csv", "a;b\n"]);
  assert.deepEqual(await engine.bytes("order-7", "b"), new TextEncoder().encode("a;b\n"));
});

test("is refused when it is passed, with the place and what to write", async () => {
  const message =
    "Cannot set 'total' of process instance 'order-7': $.net is undefined; leave it out, or write null";
  const total = { net: undefined };
  const error = { name: "TypeError", message };
  await assert.rejects(startTestEngine({ variables: { "order-7": { total } } }), error);
  await using engine = await startTestEngine();
  await assert.rejects(engine.seed({ "order-7": { total } }), error);
  assert.throws(() => engine.addExternalTask({ topicName: "ship", variables: { total } }), {
    name: "TypeError",
    message:
      "Cannot set 'total' of the external task of topic 'ship': $.net is undefined; leave it out, or write null",
  });
  assert.deepEqual((await engine.snapshot()).externalTasks, []);
});

test("of a task is seen by the worker", async () => {
  await using engine = await startTestEngine();
  engine.addExternalTask({
    topicName: "ship",
    variables: { total: 9007199254740993n, shared: new Blob(["ab"]).size },
    localVariables: { scan: { type: "Bytes", value: new Blob(["abc"]) } },
  });
  const answer = await engine.fetch("/external-task/fetchAndLock", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      workerId: "w",
      maxTasks: 1,
      topics: [{ topicName: "ship", lockDuration: 1_000 }],
    }),
  });
  const text = await answer.text();
  assert.ok(text.includes('"total":{"type":"Long","value":9007199254740993,"valueInfo":{}}'), text);
  assert.ok(text.includes('"scan":{"type":"Bytes","value":"YWJj","valueInfo":{}}'), text);
});

import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { faultyStorage, startTestEngine, type TestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("scopes of a test engine");

const JSON_TYPE = { "Content-Type": "application/json" };

/** An engine with an execution that has variables of its own, and the path of its variables. */
async function start(): Promise<{ engine: TestEngine; execution: string; id: string }> {
  const engine = await startTestEngine({ variables: { i: { both: "outer", outer: [1] } } });
  const { executionId: id } = engine.addExternalTask({
    topicName: "t",
    processInstanceId: "i",
    localVariables: { both: "inner", inner: true },
  });
  return { engine, execution: `/execution/${id}`, id };
}

async function valuesOf(engine: TestEngine, path: string): Promise<Record<string, unknown>> {
  const map: Record<string, { value: unknown }> = await jsonOf(engine.fetch(path));
  return Object.fromEntries(Object.entries(map).map(([name, { value }]) => [name, value]));
}

/** The JSON of an answer. */
async function jsonOf(answer: Promise<Response>) {
  return JSON.parse(await (await answer).text());
}

async function change(engine: TestEngine, method: string, path: string, body?: object | FormData) {
  const init =
    body === undefined || body instanceof FormData
      ? { method, body: body ?? null }
      : { method, headers: JSON_TYPE, body: JSON.stringify(body) };
  const answer = await engine.fetch(path, init);
  assert.equal(answer.status, 204, await answer.text());
}

function bytes(text: string): FormData {
  const form = new FormData();
  form.append("data", new Blob([text]), "file");
  return form;
}

test("show the own variables of an execution, and with them those of its instance", async () => {
  const { engine, execution } = await start();
  assert.deepEqual(await valuesOf(engine, `${execution}/localVariables`), {
    both: "inner",
    inner: true,
  });
  assert.deepEqual(await valuesOf(engine, `${execution}/variables`), {
    both: "inner",
    inner: true,
    outer: [1],
  });
  assert.deepEqual(await valuesOf(engine, `${execution}/variables?deserializeValues=false`), {
    both: "inner",
    inner: true,
    outer: "[1]",
  });
  assert.deepEqual(await valuesOf(engine, "/process-instance/i/variables"), {
    both: "outer",
    outer: [1],
  });
  await engine.close();
});

test("change all variables of one request, or none if the storage fails", async () => {
  const storage = faultyStorage(new MemoryStorage());
  await using engine = await startTestEngine({
    storage,
    variables: { i: { outer: 1 } },
    log: () => {},
  });
  const task = { topicName: "t", processInstanceId: "i", localVariables: { own: 1, gone: 1 } };
  const { executionId: id } = engine.addExternalTask(task);
  await engine.variables(id);
  storage.setFaults({ apply: { error: "unavailable", times: 1 } });
  const body = { modifications: { own: { value: 2 }, outer: { value: 2 } }, deletions: ["gone"] };
  const init = { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) };
  assert.equal((await engine.fetch(`/execution/${id}/variables`, init)).status, 503);
  assert.deepEqual(await engine.variables(id), { own: 1, gone: 1 });
  await change(engine, "POST", `/execution/${id}/variables`, body);
  assert.deepEqual(await engine.variables(id), { own: 2 });
  assert.deepEqual(await engine.variables("i"), { outer: 2 });
});

test("set, change and delete a variable where it is found, and else on the instance", async () => {
  const { engine, execution, id } = await start();
  const path = `${execution}/variables`;
  await change(engine, "PUT", `${path}/both`, { value: 1 });
  await change(engine, "PUT", `${path}/fresh`, { value: 2 });
  await change(engine, "POST", `${path}/inner/data`, bytes("i"));
  await change(engine, "POST", `${path}/outer/data`, bytes("o"));
  await change(engine, "PUT", `${execution}/localVariables/own`, { value: 3 });
  const i = new TextEncoder().encode("i");
  assert.deepEqual(await engine.variables(id), { both: 1, inner: i, own: 3 });
  const o = new TextEncoder().encode("o");
  assert.deepEqual(await engine.variables("i"), { both: "outer", fresh: 2, outer: o });
  await change(engine, "POST", path, {
    modifications: { both: { value: 4 }, more: { value: 5 }, gone: { value: 6 } },
    deletions: ["inner", "outer", "gone"],
  });
  assert.deepEqual(await engine.variables(id), { both: 4, own: 3 });
  assert.deepEqual(await engine.variables("i"), { both: "outer", fresh: 2, more: 5 });
  // When the inner one is gone, the outer one is found.
  for (const left of ["outer", undefined]) {
    await change(engine, "DELETE", `${path}/both`);
    const { value } = await jsonOf(engine.fetch(`${path}/both`));
    assert.equal(value, left);
  }
  await engine.close();
});

test("print large values whole below an execution", async () => {
  const { engine, execution } = await start();
  const large = "ü".repeat(100_000);
  await engine.seed({ i: { large, json: [large] } });
  const values = await valuesOf(engine, `${execution}/variables`);
  assert.equal(values["large"], large);
  assert.deepEqual(values["json"], [large]);
  await engine.close();
});

test("that do not exist are the engine's 500 in every operation", async () => {
  await using engine = await startTestEngine();
  for (const [kind, subject, scope] of [
    ["process-instance", "process instance", "execution"],
    ["execution", "execution", "execution"],
    ["task", "task", "task"],
  ] as const) {
    const reason = `${scope} x doesn't exist: ${scope} is null`;
    for (const part of ["variables", "localVariables"]) {
      const path = `/${kind}/x/${part}`;
      const put = { method: "PUT", headers: JSON_TYPE, body: '{"value":1}' };
      const modify = { method: "POST", headers: JSON_TYPE, body: "{}" };
      for (const [init, rest, type, task] of [
        [{}, "", "NullValueException", ""],
        [modify, "", "RestException", `Cannot modify variables for ${subject} x: `],
        [{}, "/v", "RestException", `Cannot get ${subject} variable v: `],
        [put, "/v", "RestException", `Cannot put ${subject} variable v: `],
        [{ method: "DELETE" }, "/v", "RestException", `Cannot delete ${subject} variable v: `],
        [{}, "/v/data", "RestException", `Cannot get ${subject} variable v: `],
        [
          { method: "POST", body: bytes("x") },
          "/v/data",
          "RestException",
          `Cannot put ${subject} variable v: `,
        ],
      ] as const) {
        const answer = await engine.fetch(path + rest, init);
        const what = `${path}${rest} ${JSON.stringify(init)}`;
        assert.equal(answer.status, 500, what);
        assert.deepEqual(await answer.json(), { type, message: task + reason, code: 0 }, what);
      }
      assert.equal((await engine.fetch(path, { method: "HEAD" })).status, 500);
    }
  }
});

test("say 'execution' of what is missing or wrong below an execution", async () => {
  const { engine, execution } = await start();
  for (const part of ["variables", "localVariables"]) {
    for (const rest of ["/none", "/none/data"]) {
      const { message } = await jsonOf(engine.fetch(`${execution}/${part}${rest}`));
      assert.equal(message, "execution variable with name none does not exist");
    }
    const body = '{"value":"x","type":"Integer"}';
    const put = { method: "PUT", headers: JSON_TYPE, body };
    const wrong = await jsonOf(engine.fetch(`${execution}/${part}/v`, put));
    assert.match(wrong.message, /^Cannot put execution variable v: Cannot convert/);
    const modify = { method: "POST", headers: JSON_TYPE, body: `{"modifications":{"v":${body}}}` };
    const refused = await jsonOf(engine.fetch(`${execution}/${part}`, modify));
    assert.match(refused.message, /^Cannot modify variables for execution: Cannot/);
  }
  await engine.close();
});

test("take names with slashes, percent signs and dots", async () => {
  const names = ["a/b", "50%", "%2F", "..", "__proto__", "constructor", "a b;c?d#e", "ä😀"];
  const variables = Object.fromEntries(names.map((name) => [name, { n: 1 }]));
  await using engine = await startTestEngine({ variables });
  for (const name of names) {
    assert.deepEqual(await engine.variables(name), { n: 1 }, name);
    const segment = encodeURIComponent(name).replaceAll(".", "%2E");
    // A URL takes these away, whoever writes them.
    if (name === "..") continue;
    const path = `/process-instance/${segment}/variables/${segment}`;
    await change(engine, "PUT", path, { value: name });
    assert.equal(await engine.value(name, name), name);
    assert.equal((await jsonOf(fetch(engine.url + path))).value, name);
    const task = engine.addExternalTask({
      topicName: name,
      processInstanceId: name,
      localVariables: { [name]: 2 },
    });
    assert.equal(await engine.value(task.executionId, name), 2);
  }
});

test("that end while a body comes are not written to", async () => {
  await using engine = await startTestEngine({ variables: { i: {}, j: {} } });
  for (const [id, end] of [
    ["i", () => engine.fetch("/process-instance/i", { method: "DELETE" })],
    ["j", () => engine.reset()],
  ] as const) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const path = `/process-instance/${id}/variables/late`;
    const put = { method: "PUT", headers: JSON_TYPE, body: readable, duplex: "half" } as const;
    const answer = engine.fetch(path, put);
    await writer.write(new TextEncoder().encode('{"value":'));
    await end();
    await writer.write(new TextEncoder().encode("1}"));
    await writer.close();
    const { message } = await jsonOf(answer);
    const reason = `execution ${id} doesn't exist: execution is null`;
    assert.equal(message, `Cannot put process instance variable late: ${reason}`);
  }
  for (const id of ["i", "j"]) assert.deepEqual(await engine.variables(id), {});
});

test("that end while a body comes are not modified", async () => {
  const { engine, execution, id } = await start();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const post = { method: "POST", headers: JSON_TYPE, body: readable, duplex: "half" } as const;
  const answer = engine.fetch(`${execution}/variables`, post);
  await writer.write(new TextEncoder().encode('{"modifications":'));
  await engine.reset();
  await writer.write(new TextEncoder().encode('{"late":{"value":1}}}'));
  await writer.close();
  const { message } = await jsonOf(answer);
  const reason = `execution ${id} doesn't exist: execution is null`;
  assert.equal(message, `Cannot modify variables for execution ${id}: ${reason}`);
  assert.deepEqual(await engine.variables("i"), { both: "outer", outer: [1] });
  await engine.close();
});

/** Changes of several variables at once, and of one under a condition. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { Change, VariableRecord } from "../../../../core/storage/storage.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { inChunks } from "../../../support/variable_form.ts";

const test = suite("ProcessVariables.modify()");
const PREFIX = "Cannot modify variables for process instance: ";

/** Counts the changes that are applied. */
class Counting extends MemoryStorage {
  applied = 0;
  override apply(
    id: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.applied++;
    return super.apply(id, changes);
  }
}

test("changes several variables in one step", async () => {
  const { storage, variables } = service();
  await variables.modify("p", body('{"modifications":{"a":{"value":1},"b":{"value":2}}}'));
  assert.equal(storage.applied, 1);
  for (const size of [Infinity, 1]) {
    const { hints } = await variables.modify(
      "p",
      body(
        '{"modifications":{"b":{"value":"3","type":"Long"},"__proto__":{"value":true}},"deletions":["a","none","a"],"other":[]}',
        size,
      ),
    );
    assert.deepEqual(hints, []);
    assert.equal(
      await text(variables),
      '{"__proto__":{"type":"Boolean","value":true,"valueInfo":{}},"b":{"type":"Long","value":3,"valueInfo":{}}}',
    );
  }
  assert.equal(storage.applied, 3);
});

test("deletes what it has modified, and stores nothing transient", async () => {
  const { variables } = service();
  await variables.modify("p", body('{"modifications":{"a":{"value":1},"b":{"value":2}}}'));
  await variables.modify(
    "p",
    body(
      '{"modifications":{"a":{"value":9},"c":{"value":9,"valueInfo":{"transient":true}}},"deletions":["a"]}',
    ),
  );
  assert.equal(await text(variables), '{"b":{"type":"Integer","value":2,"valueInfo":{}}}');
});

test("refuses a transient value over one that is kept, also over one to be deleted, and changes nothing", async () => {
  const { variables } = service();
  await variables.modify("p", body('{"modifications":{"a":{"value":1}}}'));
  for (const deletions of ["[]", '["a"]']) {
    const transient = '{"b":{"value":2},"a":{"value":9,"valueInfo":{"transient":true}}}';
    const patch = `{"modifications":${transient},"deletions":${deletions}}`;
    await assert.rejects(variables.modify("p", body(patch)), {
      name: "InvalidVariableError",
      engineType: "RestException",
      message:
        "Cannot modify variables for process instance p: ENGINE-17006 Cannot set transient variable with name a to non-transient variable and vice versa.",
    });
    assert.equal(await text(variables), '{"a":{"type":"Integer","value":1,"valueInfo":{}}}');
  }
});

test("does nothing if nothing is said", async () => {
  const { storage, variables } = service();
  for (const json of [
    "{}",
    '{"modifications":null,"deletions":null}',
    '{"modifications":{},"deletions":[]}',
    '{"modifications":{"a":{"valueInfo":{"transient":true}}}}',
  ]) {
    await variables.modify("p", body(json));
  }
  assert.equal(storage.applied, 0);
});

test("refuses what is wrong in any place, and changes nothing", async () => {
  const { storage, variables } = service();
  const bodyMessage = "the request body must be an object with 'modifications' and 'deletions'";
  for (const [json, message] of [
    ["", "Cannot parse the JSON: expected a value, found the end (line 1, column 1, byte 0)"],
    [
      "{",
      "Cannot parse the JSON: expected a name in quotes or '}', found the end (line 1, column 2, byte 1)",
    ],
    ["null", bodyMessage],
    ["[]", bodyMessage],
    ['{"modifications":[]}', "'modifications' must be an object"],
    [
      '{"modifications":{"a":{"value":1},"b":null}}',
      "modification of variable 'b' must be an object",
    ],
    ['{"modifications":{"a":{"value":1},"b":7}}', "modification of variable 'b' must be an object"],
    ['{"modifications":{"":{"value":1}}}', "Cannot use the variable name: it is empty"],
    ['{"deletions":{}}', "'deletions' must be an array of strings"],
    [
      '{"modifications":{"a":{"value":1}},"deletions":["a",null]}',
      "'deletions' must be an array of strings",
    ],
    ['{"deletions":[""]}', "Cannot use the variable name: it is empty"],
    ['{"modifications":{"a":{"type":"Blob"}}}', "Unsupported value type 'Blob'"],
  ] as const) {
    await assert.rejects(variables.modify("p", body(json)), {
      name: "InvalidVariableError",
      engineType: "InvalidRequestException",
      message: PREFIX + message,
    });
  }
  assert.equal(storage.applied, 0);
});

test("reads past what is not looked at, and takes the last of two members", async () => {
  const { variables } = service();
  const json = `{
    "other": {"modifications": {"x": 1}, "deletions": [[]]}, "more": [{"a": [1]}],
    "modifications": [], "deletions": {"a": {}},
    "modifications": {"gone": {"value": 1}},
    "deletions": ["b"],
    "modifications": {
      "a": 7, "b": {"value": 1},
      "a": {"more": {"value": 2}, "value": [1], "type": {}, "valueInfo": [1], "value": {"b": [ 1.50 ], "c": {}},
        "type": null, "valueInfo": {"transient": {}, "x": [[]], "transient": false}}
    }
  }`;
  for (const size of [Infinity, 1]) {
    await variables.modify("p", body(json, size));
    assert.equal(
      await text(variables),
      '{"a":{"type":"Object","value":{"b":[1.50],"c":{}},"valueInfo":{"objectTypeName":"java.util.LinkedHashMap","serializationDataFormat":"application/json"}}}',
    );
    await variables.clear("p");
  }
});

test("bounds the number of changes, as they come", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits: { maxChanges: 3 } });
  const fine = [
    '{"modifications":{"a":{},"b":{}},"deletions":["c"]}',
    '{"deletions":["a","b","a"]}',
  ];
  for (const json of fine) await variables.modify("p", body(json));
  for (const json of [
    '{"modifications":{"a":{},"b":{}},"deletions":["c","d"]}',
    '{"deletions":["a","b","a","a"]}',
    '{"modifications":{"a":{},"a":{},"a":{},"a":{}}}',
    // The limit is checked before the end, whatever follows.
    '{"modifications":{"a":{},"b":{},"c":{},"d"',
  ]) {
    await assert.rejects(variables.modify("p", body(json)), {
      name: "LimitExceededError",
      limit: "maxChanges",
      status: 400,
      message: "Cannot read the request body: it exceeds 'maxChanges' (3)",
    });
  }
});

test("gives others turns while it makes many changes, or reads a long body that is there", async () => {
  const { variables } = service();
  const members = Array.from({ length: 10_000 }, (_, i) => `"v${i}":{"value":${i}}`);
  let turns = 0;
  const count = () => {
    turns++;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  await variables.modify("p", body(`{"modifications":{${members.join()}}}`, Infinity));
  assert.ok(turns > 70, `${turns} turns`);
  turns = 0;
  await variables.modify("p", body("{}".padStart(3_000_000), Infinity));
  clearImmediate(timer);
  assert.ok(turns > 10, `${turns} turns`);
});

test("has long documents wait for each other, and refuses one for which there is no room", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits: { maxHeldJsonBytes: 100_000 } });
  const json = `{"modifications":{"a":{"value":"${"x".repeat(60_000)}"}}}`;
  const options = { contentLength: json.length };
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      await variables.modify(`p${i}`, body(json, 1_000), options);
      await variables.setFromJson(`p${i}`, "b", body(`{"value":"${"y".repeat(60_000)}"}`, 1_000));
    }),
  );
  assert.equal((await storage.list("p19")).length, 2);
  // A document that has room, and never ends.
  let goOn = () => {};
  const stalled = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const endless = (async function* () {
    yield new TextEncoder().encode('{"other":"');
    await stalled;
  })();
  const first = variables.modify("p", endless, { contentLength: 90_000 });
  await assert.rejects(variables.modify("p", body(json), options), {
    name: "OverloadedError",
    status: 503,
  });
  // A short document needs no room.
  await variables.modify("p", body('{"modifications":{"a":{"value":1}}}'));
  goOn();
  await assert.rejects(first, { name: "InvalidVariableError" });
  await variables.modify("p", body(json), options);
});

test("tells the hints of all modifications", async () => {
  const { variables } = service();
  const info = '{"filename":"a","mimetype":"b/c"}';
  const file = `{"type":"File","value":"","valueInfo":${info}}`;
  const { hints } = await variables.modify(
    "p",
    body(`{"modifications":{"a":${file},"b":${file}}}`),
  );
  assert.equal(hints.length, 2);
});

test("bounds the body, and ends it", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits: { maxJsonBytes: 100 } });
  const json = '{"modifications":{"a":{"value":1}}}';
  await variables.modify("p", body(json.padEnd(100), 9));
  let ended = 0;
  const tooLong = (async function* () {
    try {
      yield* body(json.padEnd(101), 50);
      yield* body(" ".repeat(1_000));
    } finally {
      ended++;
    }
  })();
  await assert.rejects(variables.modify("p", tooLong), {
    name: "LimitExceededError",
    message: "Cannot read the request body: it exceeds 'maxJsonBytes' (100)",
  });
  assert.equal(ended, 1);
});

test("knows no instance that is not there, before it reads", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, resolveInstance: () => undefined });
  const unread = new ReadableStream<Uint8Array>(
    { pull: () => assert.fail() },
    { highWaterMark: 0 },
  );
  const end = "execution p doesn't exist: execution is null";
  for (const [action, message] of [
    [() => variables.modify("p", unread), `Cannot modify variables for process instance p: ${end}`],
    [
      () => variables.setFromJson("p", "x", unread),
      `Cannot put process instance variable x: ${end}`,
    ],
    [() => variables.delete("p", "x"), `Cannot delete process instance variable x: ${end}`],
    [() => variables.getJson("p", "x"), `Cannot get process instance variable x: ${end}`],
    [() => variables.stat("p", "x"), `Cannot get process instance variable x: ${end}`],
    [() => text(variables), `Cannot get variables for process instance p: ${end}`],
  ] as const) {
    await assert.rejects(action(), { name: "NotFoundError", engineType: "RestException", message });
  }
  await assert.rejects(variables.clear("p"), {
    name: "NotFoundError",
    engineType: "InvalidRequestException",
    message: "No process instance found for id 'p': processInstance is null",
    answer: {
      status: 404,
      type: "InvalidRequestException",
      message: "No process instance found for id 'p': processInstance is null",
      code: 0,
    },
  });
  const none = variables.queryJson({ processInstanceIds: ["p"] });
  assert.deepEqual(await fromAsync(none), ["[]"]);
});

test("refuses names that are none", async () => {
  const { variables } = service();
  for (const action of [
    () => variables.modify("", body("{}")),
    () => variables.setFromJson("p", "", body("{}")),
    () => variables.setFromJson("", "x", body("{}")),
    () => variables.delete("p", "\0"),
    () => variables.getJson("p", ""),
    () => variables.stat("p", "x".repeat(256)),
    () => variables.clear(""),
    () => fromAsync(variables.listJson("")),
  ]) {
    await assert.rejects(action(), {
      name: "InvalidVariableError",
      message: /^Cannot use the (variable name|instance id): /,
    });
  }
});

test("deletes and clears", async () => {
  const { variables } = service();
  await variables.modify("p", body('{"modifications":{"a":{"value":1},"b":{"value":2}}}'));
  await variables.delete("p", "a");
  await variables.delete("p", "a");
  assert.equal(await variables.stat("p", "a"), undefined);
  assert.equal((await variables.stat("p", "b"))?.type, "Integer");
  await variables.clear("p");
  await variables.clear("p");
  assert.equal(await text(variables), "{}");
  await assert.rejects(variables.getJson("p", "b"), {
    name: "NotFoundError",
    engineType: "InvalidRequestException",
    message: "process instance variable with name b does not exist",
  });
});

test("changes one variable only in the version that is expected", async () => {
  const { variables } = service();
  const failed = { name: "PreconditionFailedError", variableName: "x" };
  const put = (condition: object, unread = false) => {
    const source = unread ? neverRead() : body('{"value":1}');
    return variables.setFromJson("p", "x", source, { condition });
  };
  await assert.rejects(put({ ifMatch: "*" }, true), { ...failed, version: undefined });
  const first = await put({ ifNoneMatch: "*" });
  await assert.rejects(put({ ifNoneMatch: "*" }, true), failed);
  const version = first.record?.version ?? "";
  const second = await put({ ifMatch: [version] });
  await assert.rejects(put({ ifMatch: [version] }, true), {
    ...failed,
    version: second.record?.version,
  });
  const form = { contentType: "multipart/form-data; boundary=b", body: neverRead() };
  const options = { condition: { ifMatch: [version] } };
  await assert.rejects(variables.setFromForm("p", "x", form, options), failed);
  await assert.rejects(variables.delete("p", "x", options), failed);
  await variables.delete("p", "x", { condition: { ifMatch: "*" } });
  await assert.rejects(variables.delete("p", "x", { condition: { ifMatch: "*" } }), failed);
});

test("checks the condition again once the body is read", async () => {
  const { variables } = service();
  await variables.setFromJson("p", "x", body('{"value":1}'));
  const meanwhile = (async function* () {
    yield* body('{"value":');
    await variables.setFromJson("p", "x", body('{"value":2}'));
    yield* body("3}");
  })();
  const version = (await variables.stat("p", "x"))?.version ?? "";
  const condition = { ifMatch: [version] };
  await assert.rejects(variables.setFromJson("p", "x", meanwhile, { condition }), {
    name: "PreconditionFailedError",
  });
  assert.equal(await text(variables), '{"x":{"type":"Integer","value":2,"valueInfo":{}}}');
});

function service() {
  const storage = new Counting();
  return { storage, variables: new ProcessVariables({ storage }) };
}

function body(json: string, size = Infinity): AsyncGenerator<Uint8Array> {
  return inChunks(new TextEncoder().encode(json), size);
}

function neverRead(): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({ pull: () => assert.fail() }, { highWaterMark: 0 });
}

async function text(variables: ProcessVariables): Promise<string> {
  return (await fromAsync(variables.listJson("p"))).join("");
}

/** Variables printed as JSON: one, all of an instance, those of several instances. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { PageOptions, VariableRecord } from "../../../../core/storage/storage.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("ProcessVariables, printed");

const KIB = 1024;
const JAVA = { serializationDataFormat: "application/x-java-serialized-object" };
const JSON_FORMAT = { objectTypeName: "a.B", serializationDataFormat: "application/json" };

test("shows of each type what is stored, and spoils nothing", async () => {
  const { storage, variables } = service();
  const cases = [
    ["Bytes", {}, Uint8Array.of(0, 255), '"AP8="'],
    ["File", { filename: "a" }, "content", "null"],
    ["Object", JAVA, Uint8Array.of(0xac, 0xed), '"rO0="'],
    ["Object", JSON_FORMAT, "[1]", "[1]"],
    ["Object", JSON_FORMAT, "[1", '"[1"'],
    ["Object", JSON_FORMAT, "\ufeff[1]", '"\ufeff[1]"'],
    ["Object", { serializationDataFormat: "a/b" }, "<a/>", '"<a/>"'],
    ["Object", {}, "x", '"x"'],
    ["Json", {}, " 1 ", " 1 "],
    ["Json", {}, "", '""'],
    [
      "Json",
      {},
      Uint8Array.of(0x22, 0xff, 0x22),
      String.raw`"\"\ufffd\""`.replace("\\ufffd", "\ufffd"),
    ],
    ["Xml", {}, "<a b='\"'>", String.raw`"<a b='\"'>"`],
    ["String", {}, "\u0000\u2028", '"\\u0000\u2028"'],
    ["String", {}, Uint8Array.of(0xff), '"\ufffd"'],
    ["Long", {}, "9223372036854775807", "9223372036854775807"],
    ["Long", {}, "007", '"007"'],
    ["Integer", {}, "}", '"}"'],
    ["Boolean", {}, "true", "true"],
    ["Boolean", {}, "yes", '"yes"'],
    ["Double", {}, "NaN", '"NaN"'],
    ["Double", {}, "-Infinity", '"-Infinity"'],
    ["Double", {}, "1.0E10", "1.0E10"],
    ["Date", {}, "2013-01-23T13:42:42.000+0000", '"2013-01-23T13:42:42.000+0000"'],
    ["Null", {}, "rest", "null"],
    ["Blob", {}, "x", '"eA=="'],
    ["Integer", {}, null, "null"],
    ["Object", JSON_FORMAT, null, "null"],
  ] as const;
  for (const [type, valueInfo, content, value] of cases) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await storage.apply("p", [{ op: "put", name: "x", type, valueInfo, content: bytes }]);
    const printed = `{"type":"${type}","value":${value},"valueInfo":${JSON.stringify(valueInfo)}}`;
    assert.equal((await variables.getJson("p", "x")).json, printed);
    assert.equal(await text(variables.listJson("p")), `{"x":${printed}}`);
    JSON.parse(printed);
  }
});

test("shows JSON within a value as a string if that is wanted", async () => {
  const { storage, variables } = service();
  const content = new TextEncoder().encode('{"a":1}');
  for (const [type, valueInfo] of [
    ["Json", {}],
    ["Object", JSON_FORMAT],
  ] as const) {
    await storage.apply("p", [{ op: "put", name: "x", type, valueInfo, content }]);
    const printed = `{"type":"${type}","value":"{\\"a\\":1}","valueInfo":${JSON.stringify(valueInfo)}}`;
    assert.equal((await variables.getJson("p", "x", { deserializeValue: false })).json, printed);
    const options = { deserializeValues: false };
    assert.equal(await text(variables.listJson("p", options)), `{"x":${printed}}`);
    const [listed] = JSON.parse(await text(variables.queryJson(options)));
    assert.equal(listed.value, '{"a":1}');
  }
});

test("shows large values alone, up to a limit, and in lists their size", async () => {
  const { storage, variables } = service({ maxJsonBytes: 20 * KIB });
  for (const [type, size, alone, listed] of [
    ["Bytes", 16 * KIB, true, true],
    ["Bytes", 16 * KIB + 1, true, false],
    ["Bytes", 20 * KIB, true, false],
    ["Bytes", 20 * KIB + 1, false, false],
    ["String", 20 * KIB, true, false],
    ["Json", 20 * KIB + 1, false, false],
  ] as const) {
    const content = new Uint8Array(size).fill(0x31);
    await storage.apply("p", [{ op: "put", name: "x", type, valueInfo: {}, content }]);
    const one = JSON.parse((await variables.getJson("p", "x")).json);
    const { x } = JSON.parse(await text(variables.listJson("p")));
    for (const [printed, isShown] of [
      [one, alone],
      [x, listed],
    ]) {
      assert.deepEqual(printed.valueInfo, isShown ? {} : { size });
      assert.equal(printed.value !== null, isShown);
    }
    const [instance] = JSON.parse(await text(variables.queryJson()));
    const byId = JSON.parse((await variables.getJsonById(instance.id)).json);
    // As in the engine, Bytes are not shown where the variable has an id.
    assert.deepEqual(instance.value, type === "Bytes" ? null : x.value);
    assert.deepEqual(byId.value, type === "Bytes" ? null : one.value);
  }
});

test("shows no size of a File, however large", async () => {
  const { storage, variables } = service();
  const content = new Uint8Array(100 * KIB);
  const valueInfo = { encoding: "d", filename: "a", mimeType: "b/c" };
  await storage.apply("p", [{ op: "put", name: "x", type: "File", valueInfo, content }]);
  const printed = `{"type":"File","value":null,"valueInfo":${JSON.stringify(valueInfo)}}`;
  assert.equal((await variables.getJson("p", "x")).json, printed);
  assert.equal(await text(variables.listJson("p")), `{"x":${printed}}`);
});

test("lists all names in pieces of pages", async () => {
  const { storage, variables } = service();
  assert.equal(await text(variables.listJson("p")), "{}");
  const names = Array.from({ length: 300 }, (_, i) => `${i}`.padStart(3, "0"));
  names.push("__proto__", "constructor", '"', "a/b", "\u{1f600}");
  const content = new Uint8Array(2 * KIB);
  for (const name of names) {
    await storage.apply("p", [{ op: "put", name, type: "Bytes", valueInfo: {}, content }]);
  }
  const pieces = await fromAsync(variables.listJson("p"));
  assert.equal(pieces.length > 5, true);
  assert.deepEqual(Object.keys(JSON.parse(pieces.join(""))).toSorted(), names.toSorted());
  assert.equal(await text(variables.listJson("p", { omitBytes: true })), "{}");
});

test("reads one page of a list at a time", async () => {
  let pages = 0;
  class Counting extends MemoryStorage {
    override list(id: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
      pages++;
      return super.list(id, page);
    }
  }
  const { storage, variables } = service({}, new Counting());
  const content = new Uint8Array(16 * KIB);
  for (let i = 0; i < 300; i++) {
    await storage.apply("p", [{ op: "put", name: `${i}`, type: "Bytes", valueInfo: {}, content }]);
  }
  const list = variables.listJson("p");
  await list.next();
  assert.equal(pages, 1);
  await list.return(undefined);
  assert.equal(pages, 1);
});

test("prints variables with where they belong to", async () => {
  const { storage, variables } = service();
  await storage.apply("p", [
    { op: "put", name: "x", type: "String", valueInfo: {}, content: new TextEncoder().encode("a") },
  ]);
  const printed =
    '{"type":"String","value":"a","valueInfo":{},"id":"cAB4","name":"x","processDefinitionId":null,"processInstanceId":"p","executionId":"p","caseInstanceId":null,"caseExecutionId":null,"taskId":null,"batchId":null,"activityInstanceId":"p","errorMessage":null,"tenantId":null}';
  assert.equal(await text(variables.queryJson()), `[${printed}]`);
  const { json, record } = await variables.getJsonById("cAB4");
  assert.equal(json, printed);
  assert.deepEqual(record, await storage.stat("p", "x"));
});

test("finds variables of several instances by id, name and page", async () => {
  const { storage, variables } = service();
  for (const id of ["a", "b", "c"]) {
    for (const [name, type] of [
      ["x", "Bytes"],
      ["y", "Null"],
    ] as const) {
      await storage.apply(id, [{ op: "put", name, type, valueInfo: {}, content: null }]);
    }
  }
  for (const [query, expected] of [
    [{}, "ax ay bx by cx cy"],
    [{ firstResult: 1, maxResults: 3 }, "ay bx by"],
    [{ processInstanceIds: ["c", "a", "c", "none", ""] }, "ax ay cx cy"],
    [{ processInstanceIds: [] }, ""],
    [{ variableName: "y" }, "ay by cy"],
    [{ variableName: "z" }, ""],
    [{ variableName: "y", processInstanceIds: ["b"] }, "by"],
    [{ omitBytes: true, firstResult: 1 }, "by cy"],
    [{ maxResults: 0 }, ""],
  ] as const) {
    const list: { processInstanceId: string; name: string }[] = JSON.parse(
      await text(variables.queryJson(query)),
    );
    const found = list.map(({ processInstanceId, name }) => processInstanceId + name);
    assert.equal(found.join(" "), expected);
  }
  assert.equal(await text(variables.queryJson({ variableName: "x".repeat(256) })), "[]");
  await assert.rejects(text(variables.queryJson({ firstResult: -1 })), RangeError);
});

test("lists records, of one instance or of several", async () => {
  const { storage, variables } = service();
  for (const id of ["b", "a"]) {
    for (const name of ["y", "x", "z"]) {
      await storage.apply(id, [{ op: "put", name, type: "Bytes", valueInfo: {}, content: null }]);
    }
  }
  assert.deepEqual(await fromAsync(variables.list("a")), await storage.list("a"));
  const names = async (...args: Parameters<typeof variables.list>) =>
    (await fromAsync(variables.list(...args))).map(({ name }) => name).join("");
  assert.equal(await names("a", { firstResult: 1 }), "yz");
  assert.equal(await names("a", { firstResult: 1, maxResults: 1 }), "y");
  assert.equal(await names("none"), "");
  const [first] = await fromAsync(variables.query());
  assert.deepEqual(first, { instanceId: "a", record: await storage.stat("a", "x") });
  for (const [query, expected] of [
    [{}, "ax ay az bx by bz"],
    [{ firstResult: 2, maxResults: 2 }, "az bx"],
    [{ variableName: "y" }, "ay by"],
    [{ processInstanceIds: ["b"], variableName: "z" }, "bz"],
  ] as const) {
    const found = await fromAsync(variables.query(query));
    const shown = found.map(({ instanceId, record }) => instanceId + record.name);
    assert.equal(shown.join(" "), expected);
  }
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(fromAsync(variables.list("a", { signal })), /enough/);
  await assert.rejects(fromAsync(variables.query({ signal })), /enough/);
  await assert.rejects(fromAsync(variables.list("a", { maxResults: -1 })), RangeError);
  await assert.rejects(fromAsync(variables.list("")), { name: "InvalidVariableError" });
  for (const wrong of [{ limit: 1 }, { omitBytes: true }]) {
    const lists = [
      Reflect.apply(variables.list, variables, ["a", wrong]),
      Reflect.apply(variables.query, variables, [wrong]),
    ];
    for (const list of lists) await assert.rejects(list.next(), TypeError);
  }
});

test("lists and counts the instances that have a variable", async () => {
  const { storage, variables } = service();
  const ids = Array.from({ length: 1_003 }, (_, i) => `${i}`.padStart(4, "0"));
  for (const id of ids) {
    await storage.apply(id, [{ op: "put", name: "x", type: "Null", valueInfo: {}, content: null }]);
  }
  assert.equal(await variables.countInstances(), 1_003);
  assert.deepEqual(await fromAsync(variables.instances()), ids);
  const page = { firstResult: 999, maxResults: 3 };
  assert.deepEqual(await fromAsync(variables.instances(page)), ids.slice(999, 1_002));
});

test("opens by id what is bytes, and finds no other", async () => {
  const { storage, variables } = service();
  const content = Uint8Array.of(1);
  await storage.apply("p", [{ op: "put", name: "x", type: "Bytes", valueInfo: {}, content }]);
  const opened = await variables.openBinaryById("cAB4");
  assert.deepEqual(await fromAsync(opened.read()), [content]);
  await opened.close();
  await storage.apply("p", [{ op: "put", name: "x", type: "String", valueInfo: {}, content }]);
  await assert.rejects(variables.openBinaryById("cAB4"), {
    name: "InvalidVariableError",
    message: "Value of variable with id cAB4 is not a binary value.",
  });
  for (const id of ["cAB5", "none", ""]) {
    const missing = {
      name: "NotFoundError",
      engineType: "InvalidRequestException",
      message: `Variable instance with Id '${id}' does not exist.`,
    };
    await assert.rejects(variables.openBinaryById(id), missing);
    await assert.rejects(variables.getJsonById(id), missing);
  }
});

test("finds nothing by id in what is no process instance", async () => {
  const { storage } = service();
  const content = Uint8Array.of(1);
  await storage.apply("p", [{ op: "put", name: "x", type: "Bytes", valueInfo: {}, content }]);
  // An instance that has ended, and the id of an execution of another one.
  for (const resolveInstance of [() => undefined, () => "q"]) {
    const variables = new ProcessVariables({ storage, resolveInstance });
    await assert.rejects(variables.openBinaryById("cAB4"), { name: "NotFoundError" });
    await assert.rejects(variables.getJsonById("cAB4"), { name: "NotFoundError" });
  }
  const variables = new ProcessVariables({ storage, resolveInstance: async (id) => id });
  assert.equal((await variables.getJsonById("cAB4")).record.name, "x");
});

test("lists no instance that the embedder does not know, nor what is kept under another's id", async () => {
  const { storage } = service();
  const put = { op: "put", name: "x", type: "Integer", valueInfo: {} } as const;
  for (const id of ["ended", "execution", "p", "q"]) {
    await storage.apply(id, [{ ...put, content: new TextEncoder().encode("1") }]);
  }
  const resolve = (id: string) => (id === "ended" ? undefined : id === "execution" ? "p" : id);
  for (const resolveInstance of [resolve, async (id: string) => resolve(id)]) {
    const variables = new ProcessVariables({ storage, resolveInstance });
    assert.deepEqual(await fromAsync(variables.instances()), ["p", "q"]);
    const second = variables.instances({ firstResult: 1, maxResults: 1 });
    assert.deepEqual(await fromAsync(second), ["q"]);
    assert.equal(await variables.countInstances(), 2);
    const listed = async (query: object) => {
      const all: { processInstanceId: string }[] = JSON.parse(
        await text(variables.queryJson(query)),
      );
      return all.map(({ processInstanceId }) => processInstanceId);
    };
    assert.deepEqual(await listed({}), ["p", "q"]);
    assert.deepEqual(await listed({ variableName: "x" }), ["p", "q"]);
    assert.deepEqual(await listed({ firstResult: 1 }), ["q"]);
    assert.deepEqual(await listed({ processInstanceIds: ["ended", "execution"] }), ["p"]);
  }
  const unavailable = new Error("The directory of instances is down");
  const resolveInstance = () => Promise.reject(unavailable);
  const variables = new ProcessVariables({ storage, resolveInstance });
  await assert.rejects(variables.countInstances(), (error) => error === unavailable);
});

test("reads the version that it shows", async () => {
  const large = new Uint8Array(20 * KIB);
  const next = [{ type: "Null", content: null }, undefined, { type: "Bytes", content: large }];
  for (const change of next) {
    class Changing extends MemoryStorage {
      override async stat(id: string, name: string): Promise<VariableRecord | undefined> {
        const record = await super.stat(id, name);
        if (change === undefined) await this.apply(id, [{ op: "clear" }]);
        else await this.apply(id, [{ op: "put", name, valueInfo: {}, ...change }]);
        return record;
      }
    }
    const storage = new Changing();
    const variables = new ProcessVariables({ storage });
    await storage.apply("p", [
      { op: "put", name: "x", type: "Bytes", valueInfo: {}, content: large },
    ]);
    if (change === undefined) {
      await assert.rejects(variables.getJson("p", "x"), { name: "NotFoundError" });
    } else {
      const { record, json } = await variables.getJson("p", "x");
      const [stored] = await storage.list("p");
      assert.equal(record.version, stored?.version);
      assert.equal(JSON.parse(json).type, change.type);
    }
  }
});

function service(limits = {}, storage = new MemoryStorage()) {
  return { storage, variables: new ProcessVariables({ storage, limits }) };
}

async function text(pieces: AsyncIterable<string>): Promise<string> {
  return (await fromAsync(pieces)).join("");
}

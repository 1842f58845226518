import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { MemoryStorage } from "../../../adapters/memory.ts";
import type { Change, OpenVariable, StagedContent } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { ProcessVariables } from "../../../core/variables/process_variables.ts";
import { StageKeeper } from "../../support/stage_keeper.ts";
import { suite } from "../../support/suite.ts";
import { encodeForm, inChunks, variableForm } from "../../support/variable_form.ts";
import { wrapVariable } from "../../support/wrap_variable.ts";

const test = suite("ProcessVariables");

const DOCUMENTED_TYPE = "multipart/form-data; boundary=-OSQH1f8lzs83iXFHphqfIuitaQfNKFY74Y";
const FORM = [{ name: "data", content: "value" }];

test("sets the three examples of the engine's documentation", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  const bytes = new TextEncoder().encode("<<Byte Stream ommitted>>");
  const expected = [
    ["bytes", "Bytes", {}, bytes, false],
    [
      "serializable",
      "Object",
      { serializationDataFormat: "application/x-java-serialized-object" },
      bytes,
      false,
    ],
    [
      "json",
      "Object",
      {
        objectTypeName: "java.util.ArrayList<java.lang.Object>",
        serializationDataFormat: "application/json",
      },
      new TextEncoder().encode('["foo", "bar"]'),
      true,
    ],
  ] as const;
  for (const [name, type, valueInfo, content, deprecated] of expected) {
    const form = new Uint8Array(
      await readFile(new URL(`../../fixtures/documented_${name}.form`, import.meta.url)),
    );
    for (const size of [Infinity, 1, 7]) {
      const body = inChunks(form, size);
      const result = await variables.setFromForm("p", name, { contentType: DOCUMENTED_TYPE, body });
      assert.equal(result.deprecated, deprecated);
      assert.deepEqual(result.record, await storage.stat("p", name));
      assert.equal(result.record?.type, type);
      assert.deepEqual(result.record?.valueInfo, valueInfo);
      assert.deepEqual(result.record?.inline, content);
    }
  }
  assert.deepEqual(await contentOf(await variables.openBinary("p", "bytes")), bytes);
  assert.deepEqual(await contentOf(await variables.openBinary("p", "serializable")), bytes);
});

test("stores nothing but what was sent of a part that ends right behind its empty line", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const head = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`;
  const form = `${head("data")}${head("valueType")}String\r\n--b--`;
  for (const size of [Infinity, 1, 7]) {
    const body = inChunks(new TextEncoder().encode(form), size);
    const contentType = "multipart/form-data; boundary=b";
    const { record } = await variables.setFromForm("p", "x", { contentType, body });
    assert.deepEqual([record?.type, record?.size], ["String", 0]);
  }
});

test("reads a stream as well as an iterable", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const { headers, body } = new Response(formData("file.txt"));
  const contentType = headers.get("content-type");
  assert(body);
  const { record } = await variables.setFromForm("p", "x", { contentType, body });
  assert.deepEqual(record?.valueInfo, { filename: "file.txt", mimeType: "text/plain" });
});

test("decodes the headers of the parts by the charset of the form", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const form = encodeForm([
    { name: "data", filename: "FILE", content: "x" },
    { name: "valueType", content: "File" },
  ]);
  const named = Buffer.from(Buffer.from(form).toString().replace("FILE", "Füße"), "latin1");
  const set = (contentType: string) =>
    variables.setFromForm("p", "x", { contentType, body: inChunks(new Uint8Array(named), 9) });
  const contentType = "multipart/form-data; boundary=----form";
  const { record } = await set(`${contentType}; charset=ISO-8859-1`);
  assert.equal(record?.valueInfo.filename, "Füße");
  await assert.rejects(set(contentType), { name: "MultipartSyntaxError" });
});

test("refuses what needs no body before it asks for the first chunk", async () => {
  const storage = new MemoryStorage();
  const known = new ProcessVariables({ storage });
  const unknown = new ProcessVariables({ storage, resolveInstance: () => undefined });
  const good = "multipart/form-data; boundary=b";
  const invalid = { name: "InvalidVariableError", engineType: "InvalidRequestException" };
  const cases = [
    [known, "", "x", good, { ...invalid, message: "Cannot use the instance id: it is empty" }],
    [known, "p", "", good, { ...invalid, message: "Cannot use the variable name: it is empty" }],
    [known, "p", "a\0", good, invalid],
    [known, "p", "x".repeat(256), good, invalid],
    [known, "p", "x", undefined, { name: "UnsupportedMediaTypeError" }],
    [known, "p", "x", null, { name: "UnsupportedMediaTypeError" }],
    [known, "p", "x", "application/json", { name: "UnsupportedMediaTypeError" }],
    [known, "p", "x", "multipart/form-data", { name: "MultipartSyntaxError" }],
    [known, "p", "x", `${good}; charset=klingon`, { name: "MultipartSyntaxError" }],
    [
      unknown,
      "p",
      "x",
      good,
      {
        name: "NotFoundError",
        engineType: "RestException",
        message:
          "Cannot put process instance variable x: execution p doesn't exist: execution is null",
      },
    ],
  ] as const;
  for (const [variables, id, name, contentType, error] of cases) {
    let asked = false;
    const pull = () => {
      asked = true;
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    await assert.rejects(variables.setFromForm(id, name, { contentType, body }), error);
    assert.equal(asked, false);
    assert.equal(body.locked, false);
  }
});

test("sets and opens the variables of the instance that an id resolves to", async () => {
  const storage = new MemoryStorage();
  const ids = new Map([["execution", "instance"]]);
  const resolve = (id: string) => ids.get(id);
  for (const resolveInstance of [resolve, async (id: string) => resolve(id)]) {
    const variables = new ProcessVariables({ storage, resolveInstance });
    await variables.setFromForm("execution", "x", variableForm(FORM));
    assert.equal((await storage.stat("instance", "x"))?.size, 5);
    assert.equal(
      String(await contentOf(await variables.openBinary("execution", "x"))),
      "118,97,108,117,101",
    );
    await assert.rejects(variables.openBinary("other", "x"), {
      name: "NotFoundError",
      engineType: "RestException",
      message:
        "Cannot get process instance variable x: execution other doesn't exist: execution is null",
    });
    await storage.apply("instance", [{ op: "clear" }]);
  }
});

test("opens Bytes, File and serialized Objects, also without a value", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  const java = { serializationDataFormat: "application/x-java-serialized-object" };
  const content = Uint8Array.of(1, 2);
  for (const change of [
    { type: "Bytes", valueInfo: {}, content },
    { type: "File", valueInfo: { filename: "a" }, content },
    { type: "Object", valueInfo: java, content },
    { type: "Bytes", valueInfo: {}, content: null },
  ] satisfies Pick<Change & { op: "put" }, "type" | "valueInfo" | "content">[]) {
    await storage.apply("p", [{ op: "put", name: "x", ...change }]);
    const bytes = await contentOf(await variables.openBinary("p", "x"));
    assert.deepEqual(bytes, change.content ?? new Uint8Array(0));
  }
});

test("opens no variable of another type, and lets go of it", async () => {
  let open = 0;
  class Counting extends MemoryStorage {
    override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
      const variable = await super.open(instanceId, name);
      if (variable === undefined) return undefined;
      open++;
      return wrapVariable(variable, {
        close: async () => {
          open--;
          await variable.close();
        },
      });
    }
  }
  const storage = new Counting();
  const variables = new ProcessVariables({ storage });
  const json = { serializationDataFormat: "application/json" };
  for (const [type, valueInfo] of [
    ["String", {}],
    ["Null", {}],
    ["Integer", {}],
    ["Object", json],
    ["Object", {}],
  ] as const) {
    const content = new Uint8Array(0);
    await storage.apply("p", [{ op: "put", name: "x", type, valueInfo, content }]);
    await assert.rejects(variables.openBinary("p", "x"), {
      name: "InvalidVariableError",
      engineType: "InvalidRequestException",
      message: "Value of variable with id p is not a binary value.",
    });
    assert.equal(open, 0);
  }
});

test("opens no variable that is not there", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  await assert.rejects(variables.openBinary("p", "x"), {
    name: "NotFoundError",
    engineType: "InvalidRequestException",
    message: "process instance variable with name x does not exist",
  });
  await assert.rejects(variables.openBinary("p", ""), { name: "InvalidVariableError" });
});

test("passes on the storage's errors, and leaves no stage", async () => {
  const full = new StorageError("full", "No room");
  class Full extends StageKeeper {
    override apply(): Promise<never> {
      return Promise.reject(full);
    }
  }
  const storage = new Full();
  const variables = new ProcessVariables({ storage });
  for (const size of [10, 100_000]) {
    const form = variableForm([{ name: "data", content: new Uint8Array(size) }]);
    await assert.rejects(variables.setFromForm("p", "x", form), (error) => error === full);
  }
  assert.equal(storage.count, 1);
  assert.equal(await storage.left(), 0);
});

test("does not let a stage that cannot be discarded hide what became of the form", async () => {
  class Clinging extends MemoryStorage {
    override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
      const stage = await super.stage(source);
      stage.discard = () => Promise.reject(new StorageError("io", "Cannot discard"));
      return stage;
    }
  }
  const variables = new ProcessVariables({ storage: new Clinging() });
  const large = { name: "data", content: new Uint8Array(100_000) };
  const { record } = await variables.setFromForm("p", "x", variableForm([large]));
  assert.equal(record?.size, 100_000);
  const wrong = variableForm([large, { name: "valueType", content: "Null" }]);
  await assert.rejects(variables.setFromForm("p", "x", wrong), { name: "InvalidVariableError" });
});

test("knows the Java types that it is given", async () => {
  const variables = new ProcessVariables({
    storage: new MemoryStorage(),
    javaTypes: [{ name: "foo.bar.Customer" }],
  });
  const { record } = await variables.setFromForm(
    "p",
    "x",
    variableForm([
      { name: "data", contentType: "application/json", content: '{"id": 7}' },
      { name: "type", content: "foo.bar.Customer" },
    ]),
  );
  assert.equal(record?.valueInfo.objectTypeName, "foo.bar.Customer");
});

test("refuses limits that are none", () => {
  const storage = new MemoryStorage();
  assert.throws(() => new ProcessVariables({ storage, limits: { maxParts: -1 } }), RangeError);
  assert.equal(new ProcessVariables({ storage, limits: { maxParts: 3 } }).limits.maxParts, 3);
});

function formData(filename: string): FormData {
  const form = new FormData();
  form.append("valueType", "File");
  form.append("data", new Blob(["text"], { type: "text/plain" }), filename);
  return form;
}

async function contentOf(variable: OpenVariable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of variable.read()) chunks.push(chunk);
  await variable.close();
  return new Uint8Array(Buffer.concat(chunks));
}

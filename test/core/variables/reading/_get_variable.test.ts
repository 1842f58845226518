import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables, type VariableRecord } from "../../../../core/mod.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";
import { wrapVariable } from "../../../support/wrap_variable.ts";

const test = suite("ProcessVariables.get()");

test("reads values up to maxJsonBytes, and names what reads larger ones", async () => {
  const limits = { maxJsonBytes: 50_000 };
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits });
  await variables.set("i", "x", { value: new Uint8Array(50_000) });
  assert.deepEqual((await variables.get("i", "x")).value, new Uint8Array(50_000));
  await variables.set("i", "x", { value: new Uint8Array(50_001) });
  await assert.rejects(variables.get("i", "x"), {
    name: "RangeError",
    message:
      "Cannot get variable 'x': its value has 50001 bytes, 'maxJsonBytes' is 50000; read it piece by piece with 'open'",
  });
});

test("gives bytes that are the caller's own", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const size of [3, 70_000]) {
    const given = new Uint8Array(size);
    await variables.set("i", "x", { value: given });
    given.fill(1);
    const { value } = await variables.get("i", "x");
    assert(value instanceof Uint8Array);
    value.fill(2);
    assert.deepEqual((await variables.get("i", "x")).value, new Uint8Array(size));
  }
});

test("shows content that does not fit its type as text, and that of an unknown type as bytes", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  for (const [type, value] of [
    ["Integer", "x"],
    ["Boolean", "TRUE"],
    ["Date", "2020-01-01"],
    ["Future", new Uint8Array([120])],
  ] as const) {
    const content = typeof value === "string" ? Buffer.from(value) : value;
    await storage.apply("i", [{ op: "put", name: "x", type, valueInfo: {}, content }]);
    assert.deepEqual((await variables.get("i", "x")).value, value);
  }
});

test("takes the version that it opens, whatever it was before, and closes it", async () => {
  let closed = 0;
  class Changing extends StorageWrapper {
    change: () => Promise<unknown> = () => Promise.resolve();
    override async open(instanceId: string, name: string) {
      await this.change();
      const variable = await super.open(instanceId, name);
      return variable && wrapVariable(variable, { close: async () => void closed++ });
    }
  }
  const storage = new Changing(new MemoryStorage());
  const variables = new ProcessVariables({ storage, limits: { maxJsonBytes: 70_000 } });
  for (const [input, value] of [
    [{ value: "text" }, "text"],
    [{ type: "String", value: null }, null],
    [{ value: new Uint8Array(70_000) }, new Uint8Array(70_000)],
  ] as const) {
    await variables.set("i", "x", { value: new Uint8Array(60_000) });
    let record: VariableRecord | undefined;
    storage.change = async () => {
      ({ record } = await variables.set("i", "x", input));
    };
    assert.deepEqual(await variables.get("i", "x"), { record, value });
  }
  storage.change = () => variables.delete("i", "x");
  await assert.rejects(variables.get("i", "x"), { name: "NotFoundError" });
  assert.equal(closed, 3);
});

test("and open find no variable in the engine's words", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const missing = {
    name: "NotFoundError",
    engineType: "InvalidRequestException",
    message: "process instance variable with name x does not exist",
  };
  await assert.rejects(variables.get("i", "x"), missing);
  await assert.rejects(variables.open("i", "x"), missing);
  await assert.rejects(variables.get("i", ""), { name: "InvalidVariableError" });
  const resolved = new ProcessVariables({
    storage: new MemoryStorage(),
    resolveInstance: () => undefined,
  });
  const message =
    "Cannot get process instance variable x: execution i doesn't exist: execution is null";
  await assert.rejects(resolved.get("i", "x"), { name: "NotFoundError", message });
  await assert.rejects(resolved.open("i", "x"), { name: "NotFoundError", message });
});

import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { changesOf, checkVariables } from "../../../../server/testing/values/_check_variables.ts";
import {
  readBytes,
  readValue,
  readValues,
} from "../../../../server/testing/values/_read_values.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("readValue(), readBytes(), readValues()");

async function seeded(): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const variables = { total: 42, none: null, list: [1], scan: Uint8Array.of(1, 2) };
  const checked = checkVariables(variables, { owner: "order-7", objects: "Json" });
  await storage.apply("order-7", await changesOf(checked));
  return storage;
}

test("read one variable as a value", async () => {
  await using storage = await seeded();
  assert.equal(await readValue(storage, "order-7", "total"), 42);
  assert.equal(await readValue(storage, "order-7", "none"), null);
  assert.equal(await readValue(storage, "order-7", "missing"), undefined);
  assert.equal(await readValue(storage, "order-8", "total"), undefined);
});

test("read the bytes of any type, as a copy", async () => {
  await using storage = await seeded();
  assert.deepEqual(await readBytes(storage, "order-7", "total"), Uint8Array.of(0x34, 0x32));
  assert.equal(await readBytes(storage, "order-7", "none"), null);
  assert.equal(await readBytes(storage, "order-7", "missing"), undefined);
  const bytes = await readBytes(storage, "order-7", "scan");
  bytes?.fill(0);
  assert.deepEqual(await readBytes(storage, "order-7", "scan"), Uint8Array.of(1, 2));
});

test("read all variables of an instance", async () => {
  await using storage = await seeded();
  assert.deepEqual(await readValues(storage, "order-7"), {
    list: [1],
    none: null,
    scan: Uint8Array.of(1, 2),
    total: 42,
  });
  assert.deepEqual(await readValues(storage, "order-8"), {});
});

test("refuse an id or a name that is none", async () => {
  await using storage = await seeded();
  await assert.rejects(readValue(storage, "order-7", ""), { name: "TypeError" });
  await assert.rejects(readValues(storage, ""), { name: "TypeError" });
});

import assert from "node:assert/strict";
import {
  array,
  asyncProperty,
  bigInt,
  boolean,
  assert as check,
  constant,
  date,
  dictionary,
  double,
  integer,
  letrec,
  maxSafeInteger,
  oneof,
  string,
  uint8Array,
} from "fast-check";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { changesOf, checkVariables } from "../../../../server/testing/values/_check_variables.ts";
import { plainValue, plainValues } from "../../../../server/testing/values/_plain_value.ts";
import { readVariable, readVariables } from "../../../../server/testing/values/_read_variables.ts";
import type { PlainJson } from "../../../../server/testing/values/plain_value.ts";
import type { ObjectsAs, TestVariables } from "../../../../server/testing/values/test_value.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("reading variables back");

const text = string({ unit: "binary" });
const number = double().filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
/** A bigint that a number cannot hold. A smaller one comes back as a number. */
const large = (min: bigint, max: bigint) =>
  oneof(bigInt({ min, max: -(2n ** 53n) }), bigInt({ min: 2n ** 53n, max }));
const { json } = letrec<{ json: PlainJson }>((tie) => ({
  json: oneof(
    { depthSize: "small", withCrossShrink: true },
    oneof(
      constant(null),
      boolean(),
      text,
      maxSafeInteger(),
      number.filter(Number.isFinite),
      large(-(10n ** 40n), 10n ** 40n),
    ),
    array(tie("json")),
    dictionary(oneof(text, constant("__proto__")), tie("json"), { noNullPrototype: true }),
  ),
}));
const value = oneof(
  constant(null),
  boolean(),
  text,
  integer(),
  maxSafeInteger(),
  number,
  large(-(2n ** 63n), 2n ** 63n - 1n),
  date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  }),
  uint8Array({ maxLength: 20_000 }),
  array(json),
  dictionary(text, json, { noNullPrototype: true }),
);

async function seed(
  storage: VariableStorage,
  variables: TestVariables,
  objects: ObjectsAs = "Json",
): Promise<void> {
  const checked = checkVariables(variables, { owner: "process instance 'order-7'", objects });
  await storage.apply("order-7", await changesOf(checked));
}

for (const objects of ["Json", "Object"] as const) {
  test(`gives every value back as it was written, with objects as ${objects}`, async () => {
    await using storage = new MemoryStorage();
    const property = asyncProperty(value, async (written) => {
      await seed(storage, { x: written }, objects);
      const stored = await readVariable(storage, "order-7", "x");
      assert.ok(stored !== undefined);
      assert.deepEqual(plainValue(stored), written);
    });
    await check(property, { numRuns: 300 });
  });
}

test("gives a File back", async () => {
  await using storage = new MemoryStorage();
  for (const type of [
    "",
    "application/pdf",
    "text/csv; charset=utf-8",
    "text/plain; a=b; charset=x",
  ]) {
    for (const size of [0, 10, 100_000]) {
      const file = new File([new Uint8Array(size).fill(7)], "Ä b/ö.pdf", { type });
      await seed(storage, { file });
      const stored = await readVariable(storage, "order-7", "file");
      const read = stored && plainValue(stored);
      assert.ok(read instanceof File);
      assert.deepEqual([read.name, read.type, read.size], [file.name, file.type, size]);
      assert.deepEqual(await read.arrayBuffer(), await file.arrayBuffer());
    }
  }
});

test("reads no variable that does not exist", async () => {
  await using storage = new MemoryStorage();
  assert.equal(await readVariable(storage, "order-7", "x"), undefined);
  assert.deepEqual(await readVariables(storage, "order-7"), []);
});

test("lists variables by name, with all their bytes", async () => {
  await using storage = new MemoryStorage();
  const long = "a".repeat(100_000);
  await seed(storage, { b: long, a: 1, ["__proto__"]: null });
  const stored = await readVariables(storage, "order-7");
  assert.deepEqual(
    stored.map(({ name }) => name),
    ["__proto__", "a", "b"],
  );
  assert.deepEqual(Object.entries(await plainValues(stored)), [
    ["__proto__", null],
    ["a", 1],
    ["b", long],
  ]);
});

test("leaves out what was deleted while it was read", async () => {
  await using storage = new MemoryStorage();
  await seed(storage, { a: "a".repeat(100_000), b: 1 });
  const [record] = await storage.list("order-7");
  await storage.apply("order-7", [{ op: "delete", name: "a" }]);
  const late: VariableStorage = Object.create(storage, {
    list: { value: () => Promise.resolve([record]) },
    stat: { value: () => Promise.resolve(record) },
    open: { value: () => Promise.resolve(undefined) },
  });
  assert.deepEqual(await readVariables(late, "order-7"), []);
  assert.equal(await readVariable(late, "order-7", "a"), undefined);
});

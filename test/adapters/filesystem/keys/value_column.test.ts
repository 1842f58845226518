import assert from "node:assert/strict";
import { ValueColumn } from "../../../../adapters/filesystem/keys/_value_column.ts";
import { NULL_KEY, numberKey } from "../../../../core/storage/query/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("ValueColumn");

test("knows the type and the scalar key of values that were set", () => {
  const values = new ValueColumn();
  assert.equal(values.get(5_000), undefined);
  values.set(5_000, { type: "Integer", isNull: false, inline: utf8("7") });
  values.set(5_001, { type: "String", isNull: false, inline: utf8("7") });
  values.set(5_002, { type: "String", isNull: true });
  values.set(5_003, { type: "Bytes", isNull: false });
  assert.deepEqual(values.get(5_000), { type: "Integer", key: numberKey(7) });
  assert.deepEqual(values.get(5_001), { type: "String", key: undefined });
  assert.deepEqual(values.get(5_002), { type: "String", key: NULL_KEY });
  assert.deepEqual(values.get(5_003), { type: "Bytes", key: undefined });
  assert.equal(values.get(5_004), undefined);
  assert.equal(values.get(1), undefined);
});

test("takes in puts of the names that it keeps, and forgets other values that change", () => {
  const values = new ValueColumn();
  const seven = { type: "Long", isNull: false, inline: utf8("7") };
  const eight = { type: "Long", isNull: false, inline: utf8("8") };
  values.put(1, "a", seven);
  assert.equal(values.get(1), undefined);
  values.set(1, seven);
  values.keep("b");
  values.put(1, "a", eight);
  assert.equal(values.get(1), undefined);
  values.put(1, "b", eight);
  assert.deepEqual(values.get(1), { type: "Long", key: numberKey(8) });
  values.put(1, "b", undefined);
  assert.equal(values.get(1), undefined);
});

test("knows no values of further types when it has seen very many", () => {
  const values = new ValueColumn();
  for (let i = 0; i < 5_000; i++) values.set(i, { type: `t${i}`, isNull: true });
  assert.equal(values.get(4_000)?.type, "t4000");
  assert.equal(values.get(4_999), undefined);
  values.set(4_000, { type: "other", isNull: true });
  assert.equal(values.get(4_000), undefined);
});

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

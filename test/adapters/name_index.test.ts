import assert from "node:assert/strict";
import { NameIndex } from "../../adapters/_name_index.ts";
import { suite } from "../support/suite.ts";

const test = suite("NameIndex");

test("knows the instances of a name, few or many, in their order", () => {
  const index = new NameIndex();
  const ids = Array.from({ length: 3_000 }, (_, i) => `i${String(i).padStart(4, "0")}`);
  for (const [count, id] of ids.toReversed().entries()) {
    index.add("often", id);
    index.add("often", id);
    assert.equal(index.instancesOf("often")?.size, count + 1);
  }
  index.add("once", "i1");
  index.delete("once", "absent");
  index.delete("absent", "i1");
  assert.deepEqual(index.names.slice(0, 9), ["often", "once"].sort());
  assert.deepEqual(index.instancesOf("often")?.slice(0, 3_000), ids);
  assert.equal(index.instancesOf("often")?.rank("i0100"), 100);
  assert.equal(index.instancesOf("once")?.rank("i2"), 1);
  for (const id of ids) index.delete("often", id);
  index.delete("once", "i1");
  assert.equal(index.names.size, 0);
  assert.equal(index.instancesOf("often"), undefined);
});

test("is stale while variables are removed in several turns", async () => {
  const index = new NameIndex();
  await index.removing(async () => assert.ok(index.isStale));
  assert.ok(!index.isStale);
});

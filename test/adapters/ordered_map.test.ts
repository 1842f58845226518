import assert from "node:assert/strict";
import fc from "fast-check";
import { OrderedMap } from "../../adapters/_ordered_map.ts";
import { compareNames } from "../../core/storage/compare_names.ts";
import { suite } from "../support/suite.ts";

const test = suite("OrderedMap");

test("does what a sorted Map does, whatever comes and goes", () => {
  const name = fc.string({ unit: "binary", minLength: 1, maxLength: 2 });
  const step = fc.oneof(
    fc.record({ op: fc.constant("set"), name }),
    fc.record({ op: fc.constant("delete"), name }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), name, fc.nat(20), (steps, after, limit) => {
      const map = new OrderedMap<number>();
      const model = new Map<string, number>();
      for (const [index, { op, name }] of steps.entries()) {
        if (op === "set") {
          map.set(name, index);
          model.set(name, index);
        } else {
          map.delete(name);
          model.delete(name);
        }
      }
      const sorted = [...model.keys()].sort(compareNames);
      assert.equal(map.size, model.size);
      assert.deepEqual(map.namesAfter("", 1_000), sorted);
      const following = sorted.filter((name) => compareNames(name, after) > 0);
      assert.deepEqual(map.namesAfter(after, limit), following.slice(0, limit));
      for (const [name, value] of model) assert.equal(map.get(name), value);
    }),
  );
});

test("keeps its order over many blocks, growing and shrinking", () => {
  const map = new OrderedMap<number>();
  const count = 5_000;
  const names = Array.from({ length: count }, (_, i) => `v${(i * 2_741) % count}`);
  for (const [i, name] of names.entries()) map.set(name, i);
  const sorted = names.toSorted(compareNames);
  assert.deepEqual(map.namesAfter("", count), sorted);
  assert.deepEqual(
    map.namesAfter("v3", 2_000),
    sorted.slice(sorted.indexOf("v3") + 1).slice(0, 2_000),
  );
  const left = sorted.filter((_, i) => i % 700 === 3);
  for (const name of names) if (!left.includes(name)) map.delete(name);
  assert.deepEqual(map.namesAfter("", count), left);
  map.clear();
  assert.deepEqual(map.namesAfter("", count), []);
  assert.equal(map.size, 0);
  map.set("again", 1);
  assert.deepEqual(map.namesAfter("", count), ["again"]);
});

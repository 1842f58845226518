import assert from "node:assert/strict";
import fc from "fast-check";
import { SortedNames } from "../../adapters/_sorted_names.ts";
import { compareNames } from "../../core/storage/compare_names.ts";
import { suite } from "../support/suite.ts";

const test = suite("SortedNames");

test("holds what was added and not deleted, in order", () => {
  const step = fc.record({ add: fc.boolean(), name: fc.string({ unit: "binary", maxLength: 2 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.string({ maxLength: 2 }), (steps, after) => {
      const names = new SortedNames();
      const expected = new Set<string>();
      for (const { add, name } of steps) {
        if (add) names.add(name);
        else names.delete(name);
        if (add) expected.add(name);
        else expected.delete(name);
      }
      const rest = [...expected].filter((name) => compareNames(name, after) > 0);
      assert.deepEqual(namesAfter(names, after, 1_000), rest.sort(compareNames));
    }),
  );
});

test("gives pages across blocks, and goes on from a name that is not there", () => {
  const names = new SortedNames();
  const all = Array.from(
    { length: 3_000 },
    (_, i) => `n${String((i * 7_919) % 3_000).padStart(4, "0")}`,
  );
  for (const name of all) names.add(name);
  const sorted = [...all].sort();
  const pages: string[] = [];
  for (
    let page = namesAfter(names, "", 700);
    page.length > 0;
    page = namesAfter(names, page.at(-1) ?? "", 700)
  ) {
    pages.push(...page);
  }
  assert.deepEqual(pages, sorted);
  assert.deepEqual(namesAfter(names, "n0511x", 2), ["n0512", "n0513"]);
  for (const name of sorted.slice(100, 2_900)) names.delete(name);
  assert.deepEqual(namesAfter(names, "n0098", 3), ["n0099", "n2900", "n2901"]);
  for (const name of sorted) names.delete(name);
  assert.deepEqual(namesAfter(names, "", 1), []);
});

test("knows how many names come before another one", () => {
  const names = new SortedNames();
  const all = Array.from({ length: 2_000 }, (_, i) => `n${String(i).padStart(4, "0")}`);
  for (const name of all) names.add(name);
  names.add("n0003");
  names.delete("absent");
  assert.equal(names.size, 2_000);
  for (const [index, name] of all.entries()) assert.equal(names.rank(name), index);
  assert.equal(names.rank("n1024\0"), 1_025);
  assert.equal(names.rank(""), 0);
  assert.equal(names.rank("o"), 2_000);
  assert.deepEqual(names.slice(510, 1_030), all.slice(510, 1_030));
  assert.deepEqual(names.slice(3_000, Number.POSITIVE_INFINITY), []);
});

function namesAfter(names: SortedNames, name: string, limit: number): readonly string[] {
  const from = names.rank(`${name}\0`);
  return names.slice(from, from + limit);
}

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
      assert.deepEqual(names.after(after, 1_000), rest.sort(compareNames));
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
    let page = names.after("", 700);
    page.length > 0;
    page = names.after(page.at(-1) ?? "", 700)
  ) {
    pages.push(...page);
  }
  assert.deepEqual(pages, sorted);
  assert.deepEqual(names.after("n0511x", 2), ["n0512", "n0513"]);
  for (const name of sorted.slice(100, 2_900)) names.delete(name);
  assert.deepEqual(names.after("n0098", 3), ["n0099", "n2900", "n2901"]);
  for (const name of sorted) names.delete(name);
  assert.deepEqual(names.after("", 1), []);
});

import assert from "node:assert/strict";
import {
  VariableIndex,
  type VariablePlace,
} from "../../../../adapters/filesystem/log/_variable_index.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("VariableIndex");
const SMALL: VariablePlace = { offset: 100, descriptionBytes: 50, bodyBytes: 10, file: undefined };
const LARGE: VariablePlace = { offset: 300, descriptionBytes: 60, bodyBytes: 0, file: "f" };

test("counts what is alive", () => {
  const index = new VariableIndex();
  assert.equal(index.set("a", SMALL), undefined);
  assert.equal(index.set("b", LARGE), undefined);
  assert.deepEqual([index.size, index.files, index.liveBytes], [2, 1, 76 + 76]);
  assert.equal(index.set("b", SMALL), LARGE);
  assert.deepEqual([index.size, index.files, index.liveBytes], [2, 0, 152]);
  assert.equal(index.delete("a"), SMALL);
  assert.equal(index.delete("a"), undefined);
  assert.deepEqual([index.size, index.files, index.liveBytes], [1, 0, 76]);
  index.replacePlaces(indexOf([["b", LARGE]]));
  assert.deepEqual([index.size, index.files, index.liveBytes], [1, 1, 76]);
  assert.deepEqual([...index.entries()], [["b", LARGE]]);
  assert.equal(index.get("b"), LARGE);
});

test("sorts while it changes, and stays sorted", async () => {
  const index = new VariableIndex();
  const name = (i: number) => `n${String(i).padStart(5, "0")}`;
  for (let i = 10_000; i > 0; i--) index.set(name(i), SMALL);
  assert.deepEqual(index.after("", 1), []);
  const sorting = index.sort();
  for (let i = 1; i <= 4; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    index.delete(name(2 * i));
    index.delete(name(10_001 - 2 * i));
    index.set(name(20_000 + i), SMALL);
    index.replacePlaces(indexOf(index.entries()));
  }
  await sorting;
  index.set(name(30_000), SMALL);
  index.set(name(1), LARGE);
  await index.sort();
  const all = index.after("", 20_000);
  assert.deepEqual(all, Array.from(index.entries(), ([key]) => key).sort());
  assert.equal(all.length, 10_000 - 8 + 4 + 1);
});

function indexOf(entries: Iterable<[string, VariablePlace]>): VariableIndex {
  const index = new VariableIndex();
  for (const [name, place] of entries) index.set(name, place);
  return index;
}

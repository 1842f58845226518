import assert from "node:assert/strict";
import { RecentMap } from "../../../adapters/sqlite/_recent_map.ts";
import { suite } from "../../support/suite.ts";

const test = suite("RecentMap");

const LEAST = 10;

function filled(entries: number): RecentMap<string, number> {
  const map = new RecentMap<string, number>(LEAST);
  for (let i = 0; i < entries; i++) map.set(`key ${i}`, i);
  return map;
}

/** The values that are kept. Looking at one uses it, so this takes the map's last state, and nothing may be asked of it after. */
function kept(map: RecentMap<string, number>, entries: number): readonly number[] {
  return Array.from({ length: entries }, (_, i) => entries - 1 - i).filter(
    (i) => map.get(`key ${i}`) !== undefined,
  );
}

test("keeps the last entries for certain, and at most twice as many", () => {
  for (let entries = 0; entries < 5 * LEAST; entries++) {
    const values = kept(filled(entries), entries);
    const newest = Array.from({ length: values.length }, (_, i) => entries - 1 - i);
    assert.deepEqual(values, newest);
    assert.ok(values.length >= Math.min(entries, LEAST) && values.length <= 2 * LEAST);
  }
});

test("keeps an entry that is used again and again", () => {
  const map = filled(1);
  for (let i = 1; i < 10 * LEAST; i++) {
    map.set(`key ${i}`, i);
    assert.equal(map.get("key 0"), 0);
  }
  assert.equal(map.get("key 1"), undefined);
});

test("forgets an entry wherever it is", () => {
  const map = filled(LEAST + 2);
  for (const key of ["key 0", "key 11"]) {
    assert.notEqual(map.get(key), undefined);
    map.delete(key);
    assert.equal(map.get(key), undefined);
  }
  map.delete("never set");
});

import assert from "node:assert/strict";
import { NameMap } from "../../adapters/_name_map.ts";
import { suite } from "../support/suite.ts";

const test = suite("NameMap");

test("does what a Map does, in small and after it has grown", () => {
  const map = new NameMap<number>();
  const model = new Map<string, number>();
  for (let i = 0; i < 100_000; i++) {
    const name = `n${(i * 7_919) % 60_000}`;
    assert.equal(map.set(name, i), model.get(name));
    model.set(name, i);
    if (i % 3 !== 0) continue;
    const gone = `n${(i * 31) % 60_000}`;
    assert.equal(map.delete(gone), model.get(gone));
    model.delete(gone);
  }
  assert.equal(map.size, model.size);
  assert.equal(map.has("none"), false);
  assert.equal(map.get("none"), undefined);
  for (const [name, value] of model) assert.equal(map.get(name), value);
  assert.deepEqual(new Map(map.entries()), model);
});

test("is walked whole though it grows meanwhile", () => {
  const map = new NameMap<number>();
  for (let i = 0; i < 32_768; i++) map.set(`n${i}`, i);
  const walk = map.entries()[Symbol.iterator]();
  const seen = new Set<string>();
  for (let i = 0; i < 100; i++) seen.add(walk.next().value?.[0] ?? "");
  map.set("more", 0);
  for (const [name] of { [Symbol.iterator]: () => walk }) seen.add(name);
  for (let i = 0; i < 32_768; i++) assert.ok(seen.has(`n${i}`));
});

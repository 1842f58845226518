import assert from "node:assert/strict";
import { inLockOrder, lockKeys } from "../../../../adapters/postgres/write/_instance_lock.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("locks of instances");

/** Processes of several versions of varpost may use one store, so the keys of "", "order-1" and "Köln \u{1f600}" never change. */
const KNOWN = [7_729_350_957_465_982, 8_129_044_743_564_136, 7_827_161_644_339_350];
const IDS = Array.from({ length: 100_000 }, (_, i) => `order-${i}`);

test("have different keys for instances, schemas, and names with the same letters", () => {
  const keys = new Set(["a", "b", "ab"].flatMap((schema) => IDS.map(lockKeys(schema))));
  assert.equal(keys.size, 3 * IDS.length);
  assert.notEqual(lockKeys("a")("bc"), lockKeys("ab")("c"));
  assert.notEqual(lockKeys("a")("bc"), lockKeys("a")("cb"));
});

test("have the same keys in every process", () => {
  assert.deepEqual(["", "order-1", "Köln \u{1f600}"].map(lockKeys("varpost")), KNOWN);
});

test("have keys of 53 bits, spread over all of them", () => {
  const keys = IDS.map(lockKeys("varpost"));
  for (const key of keys) assert.ok(Number.isSafeInteger(key) && key >= 0);
  for (let bit = 0; bit < 53; bit++) {
    const ones = keys.filter((key) => Math.floor(key / 2 ** bit) % 2 === 1).length;
    assert.ok(Math.abs(ones / keys.length - 0.5) < 0.02, `bit ${bit} is set in ${ones} keys`);
  }
});

test("are taken in the order of their keys, each once", () => {
  assert.deepEqual(inLockOrder([30, 4, 2 ** 52, 4, 100, 30]), [4, 30, 100, 2 ** 52]);
  assert.deepEqual(inLockOrder([]), []);
});

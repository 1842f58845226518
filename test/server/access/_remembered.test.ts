import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Remembered } from "../../../server/access/_remembered.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Remembered");

test("forgets what was unused for five minutes", () => {
  let now = 0;
  const remembered = new Remembered<number>(() => now);
  const key = remembered.keyOf("secret");
  assert.equal(remembered.get(key), undefined);
  remembered.set(key, 7);
  for (const time of [1, 300_000, 600_000]) {
    now = time;
    assert.equal(remembered.get(key), 7);
  }
  now = 900_001;
  assert.equal(remembered.get(key), undefined);
  now = 900_002;
  assert.equal(remembered.get(key), undefined);
});

test("is bounded, and forgets first what was unused for longest", () => {
  const remembered = new Remembered<number>(() => 0);
  for (let index = 0; index < 1_000; index++) remembered.set(String(index), index);
  assert.equal(remembered.get("0"), 0);
  remembered.set("one more", 7);
  assert.deepEqual(
    [remembered.get("0"), remembered.get("1"), remembered.get("2")],
    [0, undefined, 2],
  );
});

test("keeps no secret, and has a key of its own", () => {
  const [one, other] = [new Remembered<number>(), new Remembered<number>()];
  assert.equal(one.keyOf("geheim"), one.keyOf("geheim"));
  assert.notEqual(one.keyOf("geheim"), other.keyOf("geheim"));
  one.set(one.keyOf("geheim"), 7);
  assert.ok(!inspect(one, { depth: 9, showHidden: true }).includes("geheim"));
});

import assert from "node:assert/strict";
import { checkObservers } from "../../../../server/node/observing/_check_observers.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkObservers");

test("tells what is no list of observers", () => {
  const check = (observers: unknown) => Reflect.apply(checkObservers, undefined, [observers]);
  assert.doesNotThrow(() => check([{ ended() {} }]));
  for (const [wrong, place] of [
    ["x", "it is"],
    [{ ended() {} }, "it is"],
    [[{ ended() {} }, {}], "entry 1 is"],
    [[null], "entry 0 is"],
  ]) {
    const message = new RegExp(`^Cannot use 'observers': ${place} .*; pass a list of objects`);
    assert.throws(() => check(wrong), { name: "TypeError", message });
  }
});

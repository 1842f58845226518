import assert from "node:assert/strict";
import { nextTurn } from "../../../adapters/memory/_next_turn.ts";
import { suite } from "../../support/suite.ts";

const test = suite("nextTurn()");

test("lets what was due before it come first", async () => {
  const seen: string[] = [];
  setImmediate(() => seen.push("earlier"));
  await nextTurn();
  assert.deepEqual(seen, ["earlier"]);
});

test("comes where there is no setImmediate, as in browsers", async () => {
  const { setImmediate } = globalThis;
  Reflect.deleteProperty(globalThis, "setImmediate");
  try {
    let microtasks = 0;
    const count = () => {
      if (++microtasks < 1_000) queueMicrotask(count);
    };
    count();
    await nextTurn();
    assert.equal(microtasks, 1_000);
  } finally {
    globalThis.setImmediate = setImmediate;
  }
});

import { suite } from "../support/suite.ts";

const test = suite("nextTurn() where there is no setImmediate");

test("lets everybody else have a turn", async () => {
  const immediate = setImmediate;
  const property = Object.getOwnPropertyDescriptor(globalThis, "setImmediate");
  Reflect.deleteProperty(globalThis, "setImmediate");
  try {
    // It looks for the global when it is loaded.
    const { expectTurns } = await import("../support/expect_turns.ts");
    await expectTurns(immediate);
  } finally {
    if (property !== undefined) Object.defineProperty(globalThis, "setImmediate", property);
  }
});

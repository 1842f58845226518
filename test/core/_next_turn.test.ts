import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import { expectTurns } from "../support/expect_turns.ts";
import { suite } from "../support/suite.ts";

const test = suite("nextTurn()");

test("lets everybody else have a turn", () => expectTurns(setImmediate));

test("lets timers and immediates come, however long those take that loop", async () => {
  let seen = 0;
  const others = async () => {
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve, 0));
      seen++;
    }
  };
  const loop = async () => {
    while (seen < 10) {
      occupy(3);
      await nextTurn();
    }
  };
  await Promise.all([others(), loop(), loop(), loop()]);
  assert.equal(seen, 10);
});

test("comes after what was to be done at once", async () => {
  const order: string[] = [];
  const turn = nextTurn().then(() => order.push("turn"));
  queueMicrotask(() => order.push("microtask"));
  await turn;
  assert.deepEqual(order, ["microtask", "turn"]);
});

function occupy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}

import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import { suite } from "../support/suite.ts";

const test = suite("nextTurn()");

test("lets everybody else have a turn", () => expectTurns());

test("does so where there is no setImmediate", async () => {
  const { setImmediate } = globalThis;
  const turn = (run: () => void) => setImmediate(run);
  Reflect.deleteProperty(globalThis, "setImmediate");
  try {
    await expectTurns(turn);
  } finally {
    globalThis.setImmediate = setImmediate;
  }
});

/** Each turn of the caller is one of the event loop, too. */
async function expectTurns(turn: (run: () => void) => void = setImmediate): Promise<void> {
  const TURNS = 2_000;
  let others = 0;
  let done = false;
  const count = () => {
    others++;
    if (!done) turn(count);
  };
  turn(count);
  for (let i = 0; i < TURNS; i++) await nextTurn();
  done = true;
  assert.ok(others >= TURNS - 1, `${others} turns of others beside ${TURNS}`);
}

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

import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { CallOrder } from "../../adapters/_call_order.ts";
import { suite } from "../support/suite.ts";

const test = suite("CallOrder");

test("lets each call of an instance wait for the one before it", async () => {
  const order = new CallOrder();
  const done: string[] = [];
  const call = (name: string, turns: number) => async (before: Promise<void>) => {
    for (let i = 0; i < turns; i++) await turn();
    await before;
    done.push(name);
    return name;
  };
  const results = [
    order.run("a", call("a1", 5)),
    order.run("a", call("a2", 0)),
    order.run("b", call("b1", 2)),
    order.run("a", call("a3", 1)),
  ];
  assert.equal(order.isWaiting("a"), true);
  assert.equal(order.isWaiting("c"), false);
  assert.deepEqual(await Promise.all(results), ["a1", "a2", "b1", "a3"]);
  assert.deepEqual(done, ["b1", "a1", "a2", "a3"]);
  await turn();
  assert.equal(order.isWaiting("a"), false);
});

test("keeps the order behind a call that fails before its turn", async () => {
  const order = new CallOrder();
  const done: string[] = [];
  const first = order.run("a", async () => {
    for (let i = 0; i < 5; i++) await turn();
    done.push("first");
  });
  const failed = order.run("a", () => Promise.reject(new Error("Failed")));
  const last = order.run("a", async (before) => {
    await before;
    done.push("last");
  });
  await assert.rejects(failed, /Failed/);
  await Promise.all([first, last]);
  assert.deepEqual(done, ["first", "last"]);
});

import assert from "node:assert/strict";
import { HashQueue } from "../../../server/access/_hash_queue.ts";
import { suite } from "../../support/suite.ts";

const test = suite("HashQueue");

/** Work that ends when it is told to. */
function heldWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { ends, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("works on two at once, lets 64 wait, and refuses more", async () => {
  const queue = new HashQueue();
  const { ends, work } = heldWork();
  const all = Array.from({ length: 66 }, () => queue.run(work));
  await turn();
  assert.equal(ends.length, 2);
  await assert.rejects(queue.run(work), { name: "OverloadedError", status: 503 });
  for (let ended = 0; ended < 66; ended++) {
    ends[ended]?.();
    await turn();
    assert.ok(ends.length <= ended + 3);
  }
  await Promise.all(all);
  assert.equal(ends.length, 66);
});

test("goes on behind work that fails", async () => {
  const queue = new HashQueue();
  const failing = () => Promise.reject(new Error("x"));
  const all = [1, 2, 3, 4].map(() => queue.run(failing));
  for (const each of all) await assert.rejects(each, /x/);
  assert.equal(await queue.run(async () => 7), 7);
});

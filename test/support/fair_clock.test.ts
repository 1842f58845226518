import assert from "node:assert/strict";
import { FairClock, measureSlowness } from "./fair_clock.ts";
import { suite } from "./suite.ts";

const test = suite("FairClock");

test("stands while the machine does not get on at all", async () => {
  const clock = new FairClock(async () => Infinity);
  await someTime();
  const then = clock.now();
  await someTime();
  assert.equal(clock.now(), then);
});

test("goes on where the machine does, the slower the slower that is", async () => {
  const fast = new FairClock(async () => 1);
  const slow = new FairClock(async () => 1_000);
  await someTime();
  const before = [fast.now(), slow.now()] as const;
  await someTime();
  const [passed, passedSlowly] = [fast.now() - before[0], slow.now() - before[1]];
  assert.ok(passedSlowly > 0 && passedSlowly < passed, `${passedSlowly} and ${passed} ms`);
});

test("takes no machine for faster than the one that deadlines are chosen for", async () => {
  const slowness = await measureSlowness();
  assert.ok(slowness >= 1 && Number.isFinite(slowness), String(slowness));
});

function someTime(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

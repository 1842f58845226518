import assert from "node:assert/strict";
import { EngineClock } from "../../../../server/testing/clock/_engine_clock.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("EngineClock");
const HOUR = 3_600_000;

test("is real time plus what it was advanced by", async () => {
  const clock = new EngineClock();
  const before = Date.now();
  assert.ok(clock.now() >= before && clock.now() <= Date.now());
  await clock.advance(HOUR);
  assert.ok(clock.now() >= before + HOUR && clock.now() <= Date.now() + HOUR);
  clock.reset();
  assert.ok(clock.now() <= Date.now());
});

test("runs what comes due in the order of its time, each at its own time, and waits for it", async () => {
  const clock = new EngineClock();
  const start = clock.now();
  const ran: (readonly [string, boolean])[] = [];
  const note = (name: string, ms: number) => async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ran.push([name, clock.now() >= start + ms && clock.now() < start + ms + HOUR / 2]);
  };
  clock.after(2 * HOUR, note("second", 2 * HOUR));
  clock.after(HOUR, note("first", HOUR));
  clock.after(4 * HOUR, note("later", 4 * HOUR));
  await clock.advance(3 * HOUR);
  assert.deepEqual(ran, [
    ["first", true],
    ["second", true],
  ]);
  clock.reset();
});

test("runs what an alarm has set for the time that is being skipped", async () => {
  const clock = new EngineClock();
  let count = 0;
  const again = () => {
    count++;
    clock.after(HOUR, again);
  };
  clock.after(HOUR, again);
  await clock.advance(3.5 * HOUR);
  assert.equal(count, 3);
  clock.reset();
});

test("runs by real time, too, also what was set before it was advanced", async () => {
  const clock = new EngineClock();
  const isDue = clock.sleep(HOUR + 20);
  await clock.advance(HOUR);
  await isDue;
});

test("does not run what was taken back, and ends no process late", async () => {
  const clock = new EngineClock();
  let count = 0;
  const cancel = clock.after(HOUR, () => void count++);
  cancel();
  cancel();
  clock.after(HOUR, () => void count++);
  clock.reset();
  await clock.advance(2 * HOUR);
  assert.equal(count, 0);
});

test("adds up what it is advanced by at once", async () => {
  const clock = new EngineClock();
  const start = clock.now();
  clock.after(HOUR / 2, () => new Promise((resolve) => setImmediate(resolve)));
  await Promise.all([clock.advance(HOUR), clock.advance(HOUR)]);
  assert.ok(clock.now() >= start + 2 * HOUR);
});

test("goes back to real time also while it is advanced", async () => {
  const clock = new EngineClock();
  clock.after(HOUR, () => clock.reset());
  await clock.advance(2 * HOUR);
  assert.ok(clock.now() <= Date.now());
});

test("is advanced by a number of milliseconds only, and never back", async () => {
  for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(new EngineClock().advance(ms), RangeError);
  }
});

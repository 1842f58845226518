import assert from "node:assert/strict";
import { BodyPace } from "../../../server/node/_body_pace.ts";
import { TICKS_PER_IDLE } from "../../../server/node/_connection_clock.ts";
import { suite } from "../../support/suite.ts";

const test = suite("BodyPace");

/** Ticks `count` times and returns the messages of the errors. */
function ticks(pace: BodyPace, count: number, bytes = 0): string[] {
  const messages: string[] = [];
  for (let i = 0; i < count; i++) {
    if (bytes > 0) pace.take(bytes);
    const error = pace.tick();
    if (error !== undefined) messages.push(error.message);
  }
  return messages;
}

test("tolerates a silence as long as the time, and no longer", () => {
  const pace = new BodyPace({ idleMs: 60_000, minBodyRate: 0 });
  assert.deepEqual(ticks(pace, TICKS_PER_IDLE), []);
  pace.take(1);
  assert.deepEqual(ticks(pace, TICKS_PER_IDLE), []);
  const error = pace.tick();
  assert.equal(error?.status, 408);
  assert.equal(error.headers["Connection"], "close");
  assert.match(error.message, /the client stopped sending it/);
});

test("refuses bytes that trickle, after one window and only if there is a least rate", () => {
  const trickle = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  assert.deepEqual(ticks(trickle, TICKS_PER_IDLE, 1), []);
  const [message = ""] = ticks(trickle, 1, 1);
  assert.match(message, /it comes with less than 1024 bytes a second$/);
  assert.deepEqual(
    ticks(new BodyPace({ idleMs: 60_000, minBodyRate: 0 }), 100 * TICKS_PER_IDLE, 1),
    [],
  );
});

test("takes any spread of enough bytes over a window", () => {
  const enough = 60 * 1_024;
  const even = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  assert.deepEqual(ticks(even, 100 * TICKS_PER_IDLE, enough / TICKS_PER_IDLE), []);
  const bursts = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  for (let window = 0; window < 10; window++) {
    bursts.take(enough);
    assert.deepEqual(ticks(bursts, TICKS_PER_IDLE), []);
  }
});

test("does not carry what came in one window over to the next", () => {
  const pace = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  pace.take(1_000_000_000);
  assert.deepEqual(ticks(pace, TICKS_PER_IDLE + 1, 1), []);
  assert.equal(ticks(pace, TICKS_PER_IDLE + 1, 1).length, 1);
});

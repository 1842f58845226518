import assert from "node:assert/strict";
import { BodyPace } from "../../../server/node/_body_pace.ts";
import { LOOKS } from "../../../server/node/_connection_clock.ts";
import { suite } from "../../support/suite.ts";

const test = suite("BodyPace");

/** The messages of so many looks, `undefined` left out. */
function looks(pace: BodyPace, count: number, bytes = 0): string[] {
  const messages: string[] = [];
  for (let look = 0; look < count; look++) {
    if (bytes > 0) pace.take(bytes);
    const error = pace.look();
    if (error !== undefined) messages.push(error.message);
  }
  return messages;
}

test("bears a silence as long as the time, and no longer", () => {
  const pace = new BodyPace({ idleMs: 60_000, minBodyRate: 0 });
  assert.deepEqual(looks(pace, LOOKS), []);
  pace.take(1);
  assert.deepEqual(looks(pace, LOOKS), []);
  const error = pace.look();
  assert.equal(error?.status, 408);
  assert.equal(error.headers["Connection"], "close");
  assert.match(error.message, /the client stopped sending it/);
});

test("bears bytes that trickle for one window, and only if they may not", () => {
  const trickle = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  assert.deepEqual(looks(trickle, LOOKS, 1), []);
  const [message = ""] = looks(trickle, 1, 1);
  assert.match(message, /it comes with less than 1024 bytes a second$/);
  assert.deepEqual(looks(new BodyPace({ idleMs: 60_000, minBodyRate: 0 }), 100 * LOOKS, 1), []);
});

test("takes any spread of enough bytes over a window", () => {
  const enough = 60 * 1_024;
  const even = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  assert.deepEqual(looks(even, 100 * LOOKS, enough / LOOKS), []);
  const bursts = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  for (let window = 0; window < 10; window++) {
    bursts.take(enough);
    assert.deepEqual(looks(bursts, LOOKS), []);
  }
});

test("does not carry what came in one window over to the next", () => {
  const pace = new BodyPace({ idleMs: 60_000, minBodyRate: 1_024 });
  pace.take(1_000_000_000);
  assert.deepEqual(looks(pace, LOOKS + 1, 1), []);
  assert.equal(looks(pace, LOOKS + 1, 1).length, 1);
});

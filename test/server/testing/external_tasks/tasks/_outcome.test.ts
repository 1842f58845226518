import assert from "node:assert/strict";
import { Outcome } from "../../../../../server/testing/external_tasks/tasks/_outcome.ts";
import { suite } from "../../../../support/suite.ts";

const test = suite("Outcome");

test("gives what has come, and only the first", async () => {
  const outcome = new Outcome<number>();
  const { promise } = outcome;
  outcome.fulfil(1);
  outcome.fulfil(2);
  outcome.refuse(new Error("late"));
  assert.equal(await promise, 1);
  assert.equal(await outcome.promise, 1);
});

test("refuses what cannot come any more, until it is renewed", async () => {
  const outcome = new Outcome<number>();
  const before = outcome.promise;
  outcome.refuse(new Error("gone"));
  outcome.renew();
  outcome.fulfil(1);
  await assert.rejects(before, new Error("gone"));
  assert.equal(await outcome.promise, 1);
});

test("may come though it was refused", async () => {
  const outcome = new Outcome<number>();
  outcome.refuse(new Error("gone"));
  outcome.fulfil(1);
  assert.equal(await outcome.promise, 1);
});

test("stays the same promise if it is renewed without need", () => {
  const outcome = new Outcome<number>();
  const { promise } = outcome;
  outcome.renew();
  assert.equal(outcome.promise, promise);
});

test("rejects nothing unhandled if nobody awaits it", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  new Outcome().refuse(new Error("gone"));
  new Outcome().fulfil(Promise.reject(new Error("no value")));
  // Node tells of them when the microtasks are done.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

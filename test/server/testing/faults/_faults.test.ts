import assert from "node:assert/strict";
import { Faults } from "../../../../server/testing/faults/_faults.ts";
import type { Fault } from "../../../../server/testing/faults/fault.ts";
import { suite } from "../../../support/suite.ts";
import { MadeCall } from "./_made_call.ts";

const test = suite("Faults");

const { target } = new MadeCall();

/** What the next requests meet: the statuses and delays of their faults. */
function met(faults: Faults, requests: number): readonly (readonly unknown[])[] {
  return Array.from({ length: requests }, () => faults.take(target).map(told));
}

function told({ status, delay, reset }: Fault): unknown {
  return status ?? delay ?? reset;
}

test("apply to the next request that the filter selects, once", () => {
  const faults = new Faults();
  const other = faults.add({ method: "POST" }, { status: 400 });
  const handle = faults.add({ variable: "total", method: "get" }, { status: 500 });
  assert.equal(handle.used, 0);
  assert.deepEqual(met(faults, 2), [[500], []]);
  assert.equal(handle.used, 1);
  assert.equal(other.used, 0);
});

test("begin with the n-th request, and last for some requests or for all", () => {
  const faults = new Faults();
  faults.add({ nth: 3 }, { status: 503 });
  faults.add({ nth: 2, times: 2 }, { delay: 5 });
  const always = faults.add({ times: Infinity, id: "order-7" }, { delayAnswer: 1 });
  assert.deepEqual(
    met(faults, 5).map((faults) => faults.filter((fault) => fault !== undefined)),
    [[], [5], [503, 5], [], []],
  );
  assert.equal(always.used, 5);
});

test("of the same kind apply one after the other, in the order in which they were set", () => {
  const faults = new Faults();
  faults.add({}, { status: 500 });
  faults.add({}, { status: 503 });
  faults.add({}, { reset: "request" });
  faults.add({}, { delay: 5 });
  faults.add({}, { reset: "answer" });
  assert.deepEqual(met(faults, 5), [[500, 5], [503], ["request"], ["answer"], []]);
});

test("apply no more when they are removed, and may be removed again", () => {
  const faults = new Faults();
  const handle = faults.add({ times: Infinity }, { status: 500 });
  assert.deepEqual(met(faults, 1), [[500]]);
  handle.remove();
  handle[Symbol.dispose]();
  assert.deepEqual(met(faults, 1), [[]]);
  assert.equal(handle.used, 1);
});

test("go when the engine is reset, and may be set anew", () => {
  const faults = new Faults();
  faults.add({}, { status: 500 });
  const { signal } = faults;
  faults.reset();
  assert.ok(signal.aborted && !faults.signal.aborted);
  assert.deepEqual(met(faults, 1), [[]]);
  faults.add({}, { status: 501 });
  assert.deepEqual(met(faults, 1), [[501]]);
});

test("are as they were when they were set", () => {
  const faults = new Faults();
  const fault = { status: 500 };
  const filter = { method: "GET" };
  faults.add(filter, fault);
  fault.status = 400;
  filter.method = "POST";
  assert.deepEqual(met(faults, 1), [[500]]);
});

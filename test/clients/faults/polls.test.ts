import assert from "node:assert/strict";
import type { Fault } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";
import { checkError, complete, type FaultCase, LOCK_MS, withWorker } from "./with_worker.ts";

const test = suite("camunda-external-task-client-js whose poll fails");

const PATH = "/external-task/fetchAndLock";
const HTML = { "Content-Type": "text/html" };

/** Faults by which the engine gives no task away. */
const FAILED: readonly FaultCase[] = [
  [{ status: 401 }, { name: "EngineError", httpStatusCode: 401, type: "NotAuthorizedException" }],
  [{ status: 429 }, { name: "EngineError", httpStatusCode: 429, code: null }],
  [{ status: 500 }, { name: "EngineError", httpStatusCode: 500, type: "ProcessEngineException" }],
  [{ status: 503 }, { name: "EngineError", httpStatusCode: 503 }],
  [{ optimisticLocking: true }, { name: "EngineError", httpStatusCode: 500, code: 1 }],
  [
    { status: 502, headers: HTML, body: "<h1>Bad Gateway</h1>" },
    { name: "EngineError", httpStatusCode: 502, type: undefined, engineMsg: undefined },
  ],
  [{ status: 500, body: "null" }, { name: "TypeError" }],
  [{ status: 200, body: "null" }, { name: "TypeError" }],
  [{ status: 200, body: "[{" }, { name: "SyntaxError" }],
  [{ reset: "request" }, { name: "RequestError", code: "ECONNRESET" }],
  [
    { reset: "request", afterBytes: 10 },
    { name: "RequestError", code: "ECONNRESET" },
  ],
];

for (const [fault, error] of FAILED) {
  test(`tells of ${JSON.stringify(fault)} by 'poll:error', and gets the task by its next poll`, () =>
    withWorker({ path: PATH }, fault, complete, async (worker) => {
      checkError(await worker.told("poll:error"), error);
      await worker.told("complete:success");
      assert.equal(worker.fault.used, 1);
      assert.equal(worker.given("poll:error").length, 1);
    }));
}

/** Faults that reach the client after the engine has locked the task for it. */
const LOST: readonly FaultCase[] = [
  [{ reset: "answer" }, { name: "RequestError", code: "ECONNRESET" }],
  [
    { reset: "answer", afterBytes: 20 },
    { name: /^(?:Read|Request)Error$/, code: "ECONNRESET" },
  ],
  [{ body: "null" }, { name: "TypeError" }],
  [
    { status: 504, afterOperation: true },
    { name: "EngineError", httpStatusCode: 504 },
  ],
];

for (const [fault, error] of LOST) {
  test(`loses the task by ${JSON.stringify(fault)} until its lock has run out`, () =>
    withWorker({ path: PATH }, fault, complete, async (worker) => {
      checkError(await worker.told("poll:error"), error);
      assert.deepEqual(await worker.told("poll:success", 2), []);
      await worker.engine.advance(LOCK_MS);
      await worker.told("complete:success");
    }));
}

test("takes each byte of an answer with a charset for a task, and loses the task", () => {
  const headers = { "Content-Type": "application/json;charset=UTF-8" };
  return withWorker({ path: PATH }, { headers }, complete, async (worker) => {
    const bytes = await worker.told("poll:success");
    assert.ok(Buffer.isBuffer(bytes));
    checkError(await worker.told("handler:error", bytes.length), { name: "TypeError" });
    assert.deepEqual(await worker.told("poll:success", 2), []);
    assert.equal(worker.given("poll:error").length, 0);
    assert.equal(worker.given("handler:error").length, bytes.length);
  });
});

const SLOW: readonly Fault[] = [
  { delay: 3_600_000 },
  { delayAnswer: 3_600_000 },
  { drip: { bytes: 200, every: 600_000 } },
];

for (const fault of SLOW) {
  test(`waits long for an answer with ${JSON.stringify(fault)}, and does not poll meanwhile`, () =>
    withWorker({ path: PATH }, fault, complete, async (worker) => {
      await worker.failing();
      await worker.engine.advance(600_000);
      assert.equal(worker.count(PATH), 1);
      await worker.toldInTime("complete:success");
      assert.equal(worker.given("poll:error").length, 0);
    }));
}

import assert from "node:assert/strict";
import { suite } from "../../support/suite.ts";
import { checkError, complete, type FaultCase, withWorker } from "./with_worker.ts";

const test = suite("camunda-external-task-client-js whose complete fails");

const PATH = /\/complete$/;
const RESET = { name: "RequestError", code: "ECONNRESET" };

/** Each fault, what the handler's await rejects with, and whether the engine has completed the task. */
const CASES: readonly (readonly [...FaultCase, isCompleted: boolean])[] = [
  [{ status: 404 }, { name: "EngineError", httpStatusCode: 404 }, false],
  [{ status: 500 }, { name: "EngineError", httpStatusCode: 500, code: 0 }, false],
  [{ optimisticLocking: true }, { name: "EngineError", httpStatusCode: 500, code: 1 }, false],
  [{ status: 503 }, { name: "EngineError", httpStatusCode: 503 }, false],
  [{ storage: "full" }, { name: "EngineError", httpStatusCode: 507 }, false],
  [{ reset: "request", afterBytes: 5 }, RESET, false],
  [{ reset: "answer" }, RESET, true],
  [{ status: 504, afterOperation: true }, { name: "EngineError", httpStatusCode: 504 }, true],
];

for (const [fault, error, isCompleted] of CASES) {
  test(`gets the error of ${JSON.stringify(fault)}, and does not try again`, () =>
    withWorker({ path: PATH }, fault, complete, async (worker) => {
      checkError(await worker.told("complete:error"), error);
      checkError(await worker.told("handler:error"), error);
      await worker.told("poll:success", worker.given("poll:success").length + 2);
      assert.equal(worker.count(PATH), 1);
      assert.equal(await worker.isCompleted(), isCompleted);
    }));
}

test("takes a task for completed if a proxy answers 200, whatever it says", () =>
  withWorker(
    { path: PATH },
    { status: 200, body: "<h1>", headers: { "Content-Type": "text/html" } },
    complete,
    async (worker) => {
      await worker.told("complete:success");
      assert.equal(await worker.isCompleted(), false);
    },
  ));

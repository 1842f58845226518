import assert from "node:assert/strict";
import { File } from "camunda-external-task-client-js";
import type { Fault } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";
import { checkError, type FaultCase, type Given, withWorker } from "./with_worker.ts";

const test = suite("camunda-external-task-client-js whose File.load fails");

const PATH = /\/data$/;

async function load({ task }: Given): Promise<void> {
  const file = task.variables.get("invoice");
  assert.ok(file instanceof File);
  await file.load();
  assert.equal(String(file.content), "Hello");
}

/** It repeats a GET after these, about one second later, and once more two seconds after that. */
const REPEATED: readonly Fault[] = [
  { status: 500 },
  { status: 502, headers: { "Content-Type": "text/html" }, body: "<h1>" },
  { status: 504 },
  { optimisticLocking: true },
  { status: 429, headers: { "Retry-After": "1" } },
  { storage: "unavailable", headers: { "Retry-After": "1" } },
  { reset: "request" },
  { reset: "answer" },
  { reset: "answer", afterBytes: 3 },
];

test("asks again after each fault that may pass", async () => {
  await Promise.all(
    REPEATED.map((fault) =>
      withWorker({ path: PATH }, fault, load, async (worker) => {
        await worker.told("handler:success");
        assert.equal(worker.count(PATH), 2, JSON.stringify(fault));
        assert.equal(worker.fault.used, 1);
      }),
    ),
  );
});

test("gives up after the third time", () =>
  withWorker({ path: PATH, times: Infinity }, { status: 500 }, load, async (worker) => {
    const error = { name: "EngineError", httpStatusCode: 500, type: "ProcessEngineException" };
    checkError(await worker.told("handler:error"), error);
    assert.equal(worker.fault.used, 3);
  }));

const FINAL: readonly FaultCase[] = [
  [{ status: 401 }, { name: "EngineError", httpStatusCode: 401 }],
  [{ status: 404 }, { name: "EngineError", httpStatusCode: 404 }],
  [{ status: 507 }, { name: "EngineError", httpStatusCode: 507 }],
  [{ headers: { "Content-Type": "application/json" } }, { name: "SyntaxError" }],
];

for (const [fault, error] of FINAL) {
  test(`gives up at once after ${JSON.stringify(fault)}`, () =>
    withWorker({ path: PATH }, fault, load, async (worker) => {
      checkError(await worker.told("handler:error"), error);
      assert.equal(worker.count(PATH), 1);
    }));
}

test("waits for a download that drips", () =>
  withWorker({ path: PATH }, { drip: { bytes: 1, every: 60_000 } }, load, async (worker) => {
    await worker.toldInTime("handler:success");
  }));

import assert from "node:assert/strict";
import { startTestEngine } from "../../../server/testing/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkOperation()");

test("accepts the ids of all operations, and the names of routes of the test", async () => {
  await using engine = await startTestEngine();
  for (const operation of ["fetchAndLock", "setProcessInstanceVariableBinary", "POST /message"]) {
    engine.fault({ operation }, { status: 500 });
    assert.deepEqual(engine.findRequests({ operation }), []);
  }
});

test("refuses an operation that is not there, since it would select nothing in silence", async () => {
  await using engine = await startTestEngine();
  const misspelt = { operation: "fetchAndLok" };
  const message =
    "Cannot use the filter: there is no operation 'fetchAndLok'; did you mean 'fetchAndLock'?";
  assert.throws(() => engine.fault(misspelt, { status: 500 }), { name: "TypeError", message });
  assert.throws(() => engine.findRequests(misspelt), { name: "TypeError", message });
  await assert.rejects(engine.waitForRequest(misspelt), { name: "TypeError", message });
  assert.throws(() => engine.findRequests({ operation: "correlate" }), /select by 'method' and/);
  assert.throws(
    () => engine.fault({ operation: "complete" }, { status: 503 }),
    /did you mean 'completeExternalTaskResource'\?/,
  );
});

import assert from "node:assert/strict";
import { WriteGuard } from "../../../../adapters/filesystem/disk/_write_guard.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("WriteGuard");

test("refuses writes from the first failure on, and tells it as the cause", async () => {
  const guard = new WriteGuard();
  assert.equal(await guard.run("sync", async () => 1), 1);
  guard.check();
  assert.equal(guard.broken, false);
  const error = Object.assign(new Error("no space"), { code: "ENOSPC" });
  const failure = {
    name: "StorageError",
    code: "full",
    message: "Cannot sync the log: no space",
    cause: error,
  };
  await assert.rejects(
    guard.run("sync the log", () => Promise.reject(error)),
    failure,
  );
  await assert.rejects(
    guard.run("sync again", () => Promise.reject(new Error("other"))),
    { code: "io" },
  );
  assert.equal(guard.broken, true);
  assert.throws(
    () => guard.check(),
    (thrown: unknown) => {
      assert.ok(thrown instanceof Error && thrown.cause instanceof Error);
      assert.equal(thrown.cause.message, failure.message);
      return true;
    },
  );
});

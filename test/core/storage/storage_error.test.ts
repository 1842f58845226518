import assert from "node:assert/strict";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { suite } from "../../support/suite.ts";

const test = suite("StorageError");

test("has the native error as its cause, and says if a change may be stored", () => {
  const cause = new Error("ECONNRESET");
  const lost = new StorageError("unavailable", "Cannot commit", { cause, mayBeStored: true });
  assert.deepEqual([lost.cause, lost.mayBeStored], [cause, true]);
  const away = new StorageError("unavailable", "Cannot connect", { cause });
  assert.deepEqual([away.cause, away.mayBeStored], [cause, false]);
  const plain = new StorageError("io", "Cannot write");
  assert.deepEqual(["cause" in plain, plain.mayBeStored], [false, false]);
});

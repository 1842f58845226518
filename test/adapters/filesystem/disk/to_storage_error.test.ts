import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import {
  systemCode,
  toStorageError,
} from "../../../../adapters/filesystem/disk/_to_storage_error.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("toStorageError()");

test("tells no room from other failures", () => {
  for (const code of ["ENOSPC", "EDQUOT", "EFBIG"]) {
    assert.equal(toStorageError(Object.assign(new Error(), { code }), "write").code, "full");
  }
  for (const code of ["EIO", "EACCES", 5]) {
    assert.equal(toStorageError(Object.assign(new Error(), { code }), "write").code, "io");
  }
  assert.equal(toStorageError("text", "write").message, "Cannot write: text");
});

test("leaves an error of the contract as it is", () => {
  const error = new StorageError("gone", "Cannot use the stage");
  assert.equal(toStorageError(error, "write"), error);
});

test("knows the code of system errors only", () => {
  assert.equal(systemCode(Object.assign(new Error(), { code: "ENOENT" })), "ENOENT");
  // Jest runs tests in a realm of their own, in which the errors of Node are of another one.
  const foreign = runInNewContext("Object.assign(new Error('gone'), { code: 'ENOENT' })");
  assert.equal(systemCode(foreign), "ENOENT");
  assert.equal(toStorageError(foreign, "write").message, "Cannot write: gone");
  assert.equal(systemCode(Object.assign(new Error(), { code: 1 })), undefined);
  assert.equal(systemCode(new Error()), undefined);
  assert.equal(systemCode({ code: "ENOENT" }), undefined);
});

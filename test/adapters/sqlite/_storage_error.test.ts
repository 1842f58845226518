import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import Database from "better-sqlite3";
import { isFailedSync, storageError } from "../../../adapters/sqlite/_storage_error.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { suite } from "../../support/suite.ts";

const test = suite("storageError()");

function sqliteError(code: string): Error {
  return new Database.SqliteError("native text", code);
}

test("gives each result code of SQLite its meaning", () => {
  const meanings = {
    SQLITE_BUSY: "locked",
    SQLITE_BUSY_RECOVERY: "locked",
    SQLITE_FULL: "full",
    SQLITE_TOOBIG: "full",
    SQLITE_CORRUPT_INDEX: "corrupt",
    SQLITE_NOTADB: "corrupt",
    SQLITE_READONLY_DIRECTORY: "io",
    SQLITE_CANTOPEN: "io",
    SQLITE_IOERR_WRITE: "io",
  };
  for (const [native, code] of Object.entries(meanings)) {
    const cause = sqliteError(native);
    const error = storageError("open 'a.db'", cause);
    assert.equal(error.code, code, native);
    assert.equal(error.cause, cause);
    assert.match(error.message, /^Cannot open 'a\.db': [a-z].*[^.]$/);
  }
});

test("knows errors of another realm", () => {
  const foreign = runInNewContext("Object.assign(new Error(), { code: 'SQLITE_FULL' })");
  assert.equal(storageError("write", foreign).code, "full");
});

test("keeps what is a StorageError already", () => {
  const error = new StorageError("gone", "Cannot use the stage");
  assert.equal(storageError("write", error), error);
});

test("takes anything else for a failure of the system", () => {
  assert.equal(storageError("write", new Error("ENOSPC")).message, "Cannot write: ENOSPC");
  assert.equal(storageError("write", "text").message, "Cannot write: text");
  assert.equal(storageError("write", Object.assign(new Error("x"), { code: 5 })).code, "io");
});

test("knows a failed sync from other failures", () => {
  assert.equal(isFailedSync(sqliteError("SQLITE_IOERR_FSYNC")), true);
  assert.equal(isFailedSync(sqliteError("SQLITE_IOERR_DIR_FSYNC")), true);
  assert.equal(isFailedSync(sqliteError("SQLITE_IOERR_WRITE")), false);
  assert.equal(isFailedSync(undefined), false);
});

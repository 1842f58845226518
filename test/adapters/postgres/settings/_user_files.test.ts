import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { userFiles } from "../../../../adapters/postgres/settings/_user_files.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("userFiles()");

test("are in the home folder", () => {
  assert.deepEqual(userFiles({ HOME: "/home/me" }, "linux"), {
    folder: "/home/me/.postgresql",
    passwordFile: "/home/me/.pgpass",
  });
  assert.equal(userFiles({}, "linux").passwordFile, join(homedir(), ".pgpass"));
});

test("are among the data of programs on Windows", () => {
  assert.deepEqual(userFiles({ APPDATA: "/data" }, "win32"), {
    folder: "/data/postgresql",
    passwordFile: "/data/postgresql/pgpass.conf",
  });
});

test("take the password file that PGPASSFILE names", () => {
  assert.equal(userFiles({ HOME: "/h", PGPASSFILE: "/x" }, "linux").passwordFile, "/x");
});

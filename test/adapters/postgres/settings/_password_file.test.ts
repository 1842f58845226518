import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { readPasswordFile } from "../../../../adapters/postgres/settings/_password_file.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("readPasswordFile()");

const LOGIN = { host: "h", port: 5432, database: "d:b", user: "u" };

/** Writes the file, and looks a password up. */
function look(text: string, login: Partial<typeof LOGIN> = {}): Promise<string | undefined> {
  return withTempDir(async (directory) => {
    const file = `${directory}/pgpass`;
    await writeFile(file, text, { mode: 0o600 });
    return readPasswordFile(file, { ...LOGIN, ...login });
  });
}

test("takes the first line that fits", async () => {
  const text = "#h:*:*:*:comment\n\nh:5433:*:u:a\nh:5432:d\\:b:u:b\n*:*:*:*:c\n";
  assert.equal(await look(text), "b");
  assert.equal(await look(text, { user: "v" }), "c");
  assert.equal(await look(text, { port: 5433 }), "a");
  assert.equal(await look("h:1:*:*:a"), undefined);
  assert.equal(await look("not a line"), undefined);
});

test("reads passwords with special characters", async () => {
  assert.equal(await look("*:*:*:*:a\\:b\\\\c"), "a:b\\c");
  assert.equal(await look("*:*:*:*: a:b#\r\n"), " a:b#");
});

test("takes a Unix socket for localhost, too", async () => {
  const text = "localhost:*:*:*:a\n/run/b:*:*:*:b\n";
  assert.equal(await look(text, { host: "/run/a" }), "a");
  assert.equal(await look("/run/b:*:*:*:b\n", { host: "/run/b" }), "b");
});

test("finds nothing where there is no file", async () => {
  assert.equal(await readPasswordFile("/nowhere/pgpass", LOGIN), undefined);
});

test("refuses a file that others may read, and one that is a folder", () =>
  withTempDir(async (directory) => {
    const file = `${directory}/pgpass`;
    await writeFile(file, "*:*:*:*:secret");
    await chmod(file, 0o640);
    await assert.rejects(readPasswordFile(file, LOGIN), {
      code: "io",
      message: `Cannot use the password file '${file}': others may read it; run 'chmod 600 ${file}'`,
    });
    await chmod(directory, 0o700);
    await assert.rejects(readPasswordFile(directory, LOGIN), { code: "io" });
  }));

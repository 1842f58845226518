import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { StorageError } from "../../core/mod.ts";
import { UsageError } from "../../server/_usage_error.ts";
import { openStorage } from "../../server/open_storage.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("openStorage()");

test("opens a memory", async () => {
  const storage = await openStorage("memory:");
  assert.deepEqual(storage.capabilities, { durable: false, shared: false });
  await storage.close();
});

test("opens a file and a directory", () =>
  withTempDir(async (directory) => {
    for (const scheme of ["sqlite", "filesystem"]) {
      const storage = await openStorage(`${scheme}:${directory}/${scheme}:x`);
      assert.equal(storage.capabilities.durable, true);
      await storage.close();
    }
    assert.ok((await readdir(directory)).includes("sqlite:x"));
  }));

test("says why a place cannot be used", () =>
  withTempDir(async (directory) => {
    await writeFile(`${directory}/file`, "not a store");
    for (const scheme of ["sqlite", "filesystem"]) {
      await assert.rejects(
        openStorage(`${scheme}:${directory}/file`),
        (error) => error instanceof StorageError && error.message.startsWith("Cannot open '"),
      );
    }
  }));

const REFUSED: readonly (readonly [url: string, problem: RegExp])[] = [
  ["memory", /write 'memory:'$/],
  ["sqlite:", /write 'sqlite:FILE'$/],
  ["filesystem", /write 'filesystem:DIRECTORY'$/],
  ["file:x", /unknown kind 'file'/],
  ["memory:x", /write 'memory:'$/],
  ["memroy:", /unknown kind 'memroy'; did you mean 'memory:'\?$/],
  [
    "postgres://localhost",
    /unknown kind 'postgres'; known are 'sqlite:FILE', 'filesystem:DIRECTORY', 'memory:'$/,
  ],
  ["", /unknown kind ''/],
];

for (const [url, problem] of REFUSED) {
  test(`refuses '${url}'`, () =>
    assert.rejects(
      openStorage(url),
      (error) => error instanceof UsageError && problem.test(error.message),
    ));
}

import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { StorageError } from "../../../core/mod.ts";
import { UsageError } from "../../../server/command_line/_usage_error.ts";
import { openStorage } from "../../../server/command_line/open_storage.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

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
  ["filesystem:~/x", /'~' is not replaced here; write 'filesystem:\/.*\/x'$/],
  ["sqlite:~", /'~' is not replaced here; write 'sqlite:\/.*'$/],
  ["sqlite:~me/x.db", /'~' is not replaced here; write the whole path$/],
  ["sqlite::memory:", /write 'memory:'$/],
  ["sqlite:memory:", /write 'memory:'$/],
  ["filesystem::memory:", /write 'memory:'$/],
  ["memory::", /write 'memory:'$/],
  ["filesystem:$HOME/x", /'\$HOME' is not replaced here; write the whole path$/],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as an environment file may have it.
  ["sqlite:${DATA}/x", /'\$\{DATA\}' is not replaced here/],
  ["sqlite: varpost.db", /blanks around the path$/],
  ["filesystem: ", /blanks around the path$/],
  ["sqlite://varpost.db", /write 'sqlite:varpost.db', or 'sqlite:\/varpost.db' for a whole path$/],
  ["filesystem://values/x", /write 'filesystem:values\/x', or/],
];

for (const [url, problem] of REFUSED) {
  test(`refuses '${url}'`, () =>
    assert.rejects(
      openStorage(url),
      (error) => error instanceof UsageError && problem.test(error.message),
    ));
}

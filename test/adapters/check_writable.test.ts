import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkWritable } from "../../adapters/_check_writable.ts";
import { NOBODY, outcomeAsNobody } from "../support/as_nobody.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("checkWritable()");

const SQLITE = new URL("../../adapters/sqlite.ts", import.meta.url);
const FILESYSTEM = new URL("../../adapters/filesystem.ts", import.meta.url);

const owner = `user ${process.getuid?.()}`;
const self = `this process (user ${NOBODY})`;

/** Calls `run` with a folder for a store, and with a function that opens the store as a user who may not write everywhere. */
function withPlace(
  run: (
    place: string,
    sqlite: (path: string) => Promise<string>,
    filesystem: (path: string) => Promise<string>,
  ) => Promise<void>,
): Promise<void> {
  return withTempDir(async (directory) => {
    const place = join(directory, "place");
    await mkdir(place);
    await chmod(place, 0o777);
    const open = (module: URL, name: string) => (path: string) =>
      outcomeAsNobody(directory, module, `${name}.open(${JSON.stringify(path)})`);
    await run(place, open(SQLITE, "SqliteStorage"), open(FILESYSTEM, "FilesystemStorage"));
    await chmod(place, 0o777);
  });
}

test("passes what can be written, and what is not there", () =>
  withTempDir(async (directory) => {
    await writeFile(join(directory, "file"), "");
    for (const path of [directory, join(directory, "file"), join(directory, "missing", "file")]) {
      checkWritable("open", path);
    }
  }));

test("SQLite: a read-only file says so, and who may write to it", () =>
  withPlace(async (place, sqlite) => {
    const path = join(place, "a.db");
    await writeFile(path, "");
    await chmod(path, 0o444);
    const start = `io: Cannot open '${path}': the file '${path}' is read-only for ${self}`;
    assert.equal(
      await sqlite(path),
      `${start}; nobody may write to it, not even its owner, ${owner} (mode 444)`,
    );
    await writeFile(`${path}-wal`, "");
    await chmod(path, 0o666);
    await chmod(`${path}-wal`, 0o464);
    assert.match(
      await sqlite(path),
      /-wal' is read-only for this process \(user \d+\); group \d+ may write to it \(mode 464\)$/,
    );
  }));

test("SQLite: a read-only folder says so, since the log has to be made in it", () =>
  withPlace(async (place, sqlite) => {
    const path = join(place, "a.db");
    await writeFile(path, "");
    await chmod(path, 0o666);
    await chmod(place, 0o555);
    assert.equal(
      await sqlite(path),
      `io: Cannot open '${path}': the folder '${place}' is read-only for ${self}; ` +
        `nobody may write to it, not even its owner, ${owner} (mode 555)`,
    );
    await chmod(place, 0o600);
    assert.match(await sqlite(path), /^io: Cannot open .*(is read-only for|may not look into)/);
  }));

test("filesystem: a read-only folder says so, whether it is the store or above it", () =>
  withPlace(async (place, _, filesystem) => {
    const store = join(place, "store");
    await chmod(place, 0o555);
    const reason = `the folder '${place}' is read-only for ${self}`;
    assert.ok((await filesystem(store)).startsWith(`io: Cannot make '${store}': ${reason}; `));
    assert.ok((await filesystem(place)).startsWith(`io: Cannot open '${place}': ${reason}; `));
    await chmod(place, 0o777);
    assert.equal(await filesystem(store), "done");
  }));

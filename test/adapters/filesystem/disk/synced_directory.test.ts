import assert from "node:assert/strict";
import { SyncedDirectory } from "../../../../adapters/filesystem/disk/_synced_directory.ts";
import { WriteGuard } from "../../../../adapters/filesystem/disk/_write_guard.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("SyncedDirectory");

test("lets all who ask during a sync share the next one", () =>
  withSyncedDirectory(async (directory) => {
    const many = () => Promise.all(Array.from({ length: 50 }, () => directory.sync()));
    assert.equal(await countCalls("fsync", many), 2);
    assert.equal(await countCalls("fsync", () => directory.sync()), 1);
  }));

test("fails those whose sync fails, and breaks the guard", () =>
  withSyncedDirectory(async (directory, guard) => {
    await withFailing("fsync", { code: "EIO", times: 1 }, async () => {
      const first = assert.rejects(directory.sync(), { name: "StorageError", code: "io" });
      await directory.sync();
      await first;
    });
    assert.equal(guard.broken, true);
  }));

test("cannot be opened if it is not there", () =>
  assert.rejects(SyncedDirectory.open("/nowhere/at/all", new WriteGuard()), { code: "ENOENT" }));

function withSyncedDirectory(
  run: (directory: SyncedDirectory, guard: WriteGuard) => Promise<void>,
): Promise<void> {
  return withTempDir(async (path) => {
    const guard = new WriteGuard();
    const directory = await SyncedDirectory.open(path, guard);
    try {
      await run(directory, guard);
    } finally {
      await directory.close();
    }
  });
}

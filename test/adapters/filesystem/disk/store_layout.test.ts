import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("StoreLayout");

test("makes a directory with all above it, and takes it again", () =>
  withTempDir(async (parent) => {
    const layout = new StoreLayout(join(parent, "a", "b", "store"));
    for (let i = 0; i < 2; i++) {
      await layout.prepareLock();
      await layout.prepareFolders();
    }
    assert.deepEqual((await readdir(layout.root)).sort(), ["contents", "format", "lock", "log"]);
  }));

test("takes the root of a volume", () =>
  withTempDir(async (root) => {
    await mkdir(join(root, "lost+found"));
    await new StoreLayout(root).prepareLock();
  }));

test("goes on where it was killed", () =>
  withTempDir(async (root) => {
    await mkdir(join(root, "lock"));
    await mkdir(join(root, "log"));
    await writeFile(join(root, "format.new"), "varp");
    const layout = new StoreLayout(root);
    await layout.prepareLock();
    await layout.prepareFolders();
    assert.deepEqual((await readdir(root)).sort(), ["contents", "format", "lock", "log"]);
  }));

test("has no format before all else is on the disk, and finishes the next time", () =>
  withTempDir(async (root) => {
    const layout = new StoreLayout(root);
    await layout.prepareLock();
    for (const after of [0, 1]) {
      await withFailing("fsync", { code: "EIO", after }, () =>
        assert.rejects(layout.prepareFolders(), { code: "EIO" }),
      );
      assert.equal((await readdir(root)).includes("format"), false);
    }
    await withFailing("fsync", { code: "EACCES", after: 1, times: 1 }, () =>
      layout.prepareFolders(),
    );
    assert.equal((await readdir(root)).includes("format"), true);
    assert.equal((await readdir(root)).includes("format.new"), false);
  }));

test("refuses a directory that is something else, and touches nothing in it", () =>
  withTempDir(async (root) => {
    await writeFile(join(root, "notes.txt"), "mine");
    await assert.rejects(new StoreLayout(root).prepareLock(), {
      code: "corrupt",
      message: /notes\.txt/,
    });
    assert.deepEqual(await readdir(root), ["notes.txt"]);
  }));

test("refuses a store of another version", () =>
  withTempDir(async (root) => {
    for (const [format, message] of [
      ["varpost filesystem store 1\n", /its format 1 is that of earlier, unpublished versions/],
      ["varpost filesystem store 3\n", /its format is unknown/],
    ] as const) {
      await writeFile(join(root, "format"), format);
      await assert.rejects(new StoreLayout(root).prepareLock(), { code: "corrupt", message });
    }
  }));

test("fails when the format cannot be read", () =>
  withTempDir(async (root) => {
    await mkdir(join(root, "format"));
    await assert.rejects(new StoreLayout(root).prepareLock(), { code: "EISDIR" });
  }));

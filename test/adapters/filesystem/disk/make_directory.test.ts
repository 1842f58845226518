import assert from "node:assert/strict";
import { readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../../../../adapters/filesystem/disk/_make_directory.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("makeDirectory()");

test("makes all that is missing, also when others make it at the same time", () =>
  withTempDir(async (parent) => {
    const path = join(parent, "a", "b", "c");
    await Promise.all([makeDirectory(path), makeDirectory(path), makeDirectory(path)]);
    await makeDirectory(path);
    assert.deepEqual(await readdir(path), []);
  }));

test("takes a link to a directory for one", () =>
  withTempDir(async (parent) => {
    await makeDirectory(join(parent, "real"));
    await symlink(join(parent, "real"), join(parent, "link"));
    await makeDirectory(join(parent, "link"));
    await makeDirectory(join(parent, "link", "inner"));
    assert.deepEqual(await readdir(join(parent, "real")), ["inner"]);
  }));

test("fails where there is a file or a link to nothing", () =>
  withTempDir(async (parent) => {
    const file = join(parent, "file");
    await writeFile(file, "");
    await assert.rejects(makeDirectory(file), { code: "io", message: /file of this name/ });
    await assert.rejects(makeDirectory(join(file, "a", "b")), { code: "ENOTDIR" });
    await symlink(join(parent, "nothing"), join(parent, "link"));
    await assert.rejects(makeDirectory(join(parent, "link")), { code: "ENOENT" });
    await symlink("loop", join(parent, "loop"));
    await assert.rejects(makeDirectory(join(parent, "loop", "a")), { code: "ELOOP" });
  }));

if (process.platform === "linux") {
  test("ends where the system makes no directories", async () => {
    await assert.rejects(makeDirectory("/proc/varpost"), { code: "ENOENT" });
    await assert.rejects(makeDirectory("/proc/varpost/a/b"), { code: "ENOENT" });
  });
}

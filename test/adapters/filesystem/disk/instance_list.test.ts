import assert from "node:assert/strict";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InstanceList } from "../../../../adapters/filesystem/disk/_instance_list.ts";
import { encodeInstanceName } from "../../../../adapters/filesystem/disk/_instance_name.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { LogFile } from "../../../../adapters/filesystem/log/_log_file.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("InstanceList");
const LONG = "\u{1F600}".repeat(255);

test("reads the ids from the disk, hashed ones from their logs", () =>
  withLayout(async (layout) => {
    for (const id of ["b", "a", LONG]) await addLog(layout, id);
    const list = new InstanceList(layout);
    assert.deepEqual(await list.after("", 10), ["a", "b", LONG]);
    assert.deepEqual(await list.after("a", 1), ["b"]);
  }));

test("leaves out what is no log of ours, or damaged", () =>
  withLayout(async (layout) => {
    await addLog(layout, "a");
    const shard = layout.shard("x");
    for (const name of ["other.txt", "Foreign.log"]) await writeFile(join(shard, name), "");
    const hash = "0".repeat(64);
    await writeFile(join(shard, `h-${hash}.log`), "varpost1\0\0\0\0 but no frame at all");
    await writeFile(join(shard, `h-1${hash.slice(1)}.log`), "");
    await addLog(layout, LONG);
    await appendFile(layout.log(encodeInstanceName(LONG)), "torn");
    assert.deepEqual(await new InstanceList(layout).after("", 10), ["a", LONG]);
  }));

test("knows what appears and vanishes, before, while and after it reads", () =>
  withLayout(async (layout) => {
    await addLog(layout, "stays");
    await addLog(layout, "vanishes");
    await addLog(layout, "unsynced");
    const list = new InstanceList(layout);
    list.expect("early", false);
    list.settle("early", true);
    await addLog(layout, "early");
    list.expect("unsynced", false);
    list.expect("undecided", true);
    const first = list.after("", 10);
    list.expect("vanishes", true);
    list.settle("vanishes", false);
    list.settle("new", true);
    assert.deepEqual(await first, ["early", "new", "stays", "undecided"]);
    list.settle("unsynced", true);
    list.expect("undecided", true);
    list.settle("undecided", false);
    assert.deepEqual(await list.after("", 10), ["early", "new", "stays", "unsynced"]);
  }));

test("tries again when the disk could not be read", () =>
  withLayout(async (layout) => {
    const list = new InstanceList(layout);
    const broken = new InstanceList(new StoreLayout(join(layout.root, "none")));
    await assert.rejects(broken.after("", 1), { code: "ENOENT" });
    await assert.rejects(broken.after("", 1), { code: "ENOENT" });
    assert.deepEqual(await list.after("", 1), []);
  }));

async function addLog(layout: StoreLayout, id: string): Promise<void> {
  await (await LogFile.create(layout.log(encodeInstanceName(id)), id)).retire();
}

function withLayout(run: (layout: StoreLayout) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    await layout.prepareLock();
    await layout.prepareFolders();
    await run(layout);
  });
}

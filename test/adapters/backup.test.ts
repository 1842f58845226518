import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { content, sourceOf } from "../../adapters/contract/_content.ts";
import { verifyFilesystem } from "../../adapters/filesystem/verify/_verify_filesystem.ts";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { verifySqlite } from "../../adapters/sqlite/verify/_verify_sqlite.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import {
  type BackupSource,
  backUpWhileWriting,
  tornInstances,
} from "../support/copies/back_up_while_writing.ts";
import { digestOf } from "../support/copies/store_digest.ts";
import { damagesOf } from "../support/copies/verify_files.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("backup()");

const KINDS = [
  {
    name: "SqliteStorage",
    open: (path: string): Promise<BackupSource> => SqliteStorage.open(path),
    verify: verifySqlite,
  },
  {
    name: "FilesystemStorage",
    open: (path: string): Promise<BackupSource> => FilesystemStorage.open(path),
    verify: verifyFilesystem,
  },
];

for (const { name, open, verify } of KINDS) {
  test(`of ${name} has one state of each instance while others write`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      const { begun } = await backUpWhileWriting(storage, `${directory}/copy`, 8);
      await storage.close();
      assert.deepEqual(await damagesOf((watch) => verify(`${directory}/copy`, watch)), []);
      const copy = await open(`${directory}/copy`);
      assert.deepEqual(await tornInstances(copy, begun), []);
      await copy.close();
    }));

  test(`of ${name} is the same as the store, and can be written and backed up`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      await fill(storage);
      const expected = await digestOf(storage);
      const seen: (readonly [number, number])[] = [];
      const onProgress = (done: number, all: number) => seen.push([done, all]);
      await storage.backup(`${directory}/copy`, { onProgress });
      const [done, all] = seen.at(-1) ?? [];
      assert.ok(done !== undefined && all !== undefined && done <= all && done > 0);
      await storage.apply("order-1", [{ op: "clear" }]);
      await storage.close();
      const copy = await open(`${directory}/copy`);
      assert.deepEqual(await digestOf(copy), expected);
      await fill(copy);
      await copy.backup(`${directory}/copy2`);
      await copy.close();
      const again = await open(`${directory}/copy2`);
      assert.deepEqual(await digestOf(again), expected);
      await again.close();
    }));

  test(`of ${name} leaves nothing if it fails, is aborted, or the store is closed`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      await fill(storage);
      await mkdir(`${directory}/copies`);
      const target = `${directory}/copies/copy`;
      const controller = new AbortController();
      const reason = new Error("enough");
      const onProgress = () => controller.abort(reason);
      const aborted = storage.backup(target, { onProgress, signal: controller.signal });
      await assert.rejects(aborted, reason);
      await assert.rejects(storage.backup(target, { signal: controller.signal }), reason);
      await assert.rejects(storage.backup(`${directory}/missing/copy`), { name: "StorageError" });
      assert.deepEqual(await readdir(`${directory}/copies`), []);
      await writeFile(target, "other");
      await assert.rejects(storage.backup(target), {
        message: `Cannot make the backup '${target}': there is something already`,
      });
      const closed = storage.backup(`${target}2`);
      await Promise.all([assert.rejects(closed, { code: "closed" }), storage.close()]);
      assert.deepEqual(await readdir(`${directory}/copies`), ["copy"]);
      await assert.rejects(storage.backup(`${target}3`), { code: "closed" });
    }));
}

async function fill(storage: BackupSource): Promise<void> {
  for (let i = 0; i < 5; i++) {
    const put = { op: "put", type: "Bytes", valueInfo: {} } as const;
    const large = await storage.stage(sourceOf(content(700_000, i + 1)));
    await storage.apply(`order-${i}`, [
      { ...put, name: "small", content: content(876) },
      { ...put, name: "large", content: large },
    ]);
  }
}

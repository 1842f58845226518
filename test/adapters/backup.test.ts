import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
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
import { withFreeBytes } from "../support/free_bytes.ts";
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

for (const { name, open } of KINDS) {
  test(`of ${name} to one place twice at once is made once`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      await fill(storage);
      const target = `${directory}/copy`;
      const [one, two] = await Promise.allSettled([storage.backup(target), storage.backup(target)]);
      const failed = [one, two].find(({ status }) => status === "rejected");
      assert.notEqual(one.status, two.status);
      assert.match(
        String(failed?.status === "rejected" && failed.reason),
        /another backup is being made, or was broken off: remove '.*copy\.part'$/,
      );
      const expected = await digestOf(storage);
      await storage.close();
      const copy = await open(target);
      assert.deepEqual(await digestOf(copy), expected);
      await copy.close();
    }));

  test(`of ${name} replaces nothing, not even what comes meanwhile`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      await fill(storage);
      const target = `${directory}/copy`;
      await symlink(`${directory}/nowhere`, `${directory}/link`);
      await assert.rejects(storage.backup(`${directory}/link`), /there is something already/);
      const onProgress = () => writeFileSync(target, "other");
      await assert.rejects(storage.backup(target, { onProgress }), /there is something already/);
      assert.equal(await readFile(target, "utf8"), "other");
      await storage.close();
      assert.ok(!(await readdir(directory)).includes("copy.part"));
    }));

  test(`of ${name} can be read by nobody who cannot read the store`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      await chmod(`${directory}/store`, 0o700);
      await storage.backup(`${directory}/copy`);
      assert.equal((await stat(`${directory}/copy`)).mode & 0o077, 0);
      await storage.close();
    }));

  test(`of ${name} does not begin if the disk has no room for it`, () =>
    withTempDir(async (directory) => {
      const storage = await open(`${directory}/store`);
      await fill(storage);
      await withFreeBytes(
        () => 3_000_000,
        async () => {
          const message = /: it takes \d+ bytes, and its disk has room for 3000000$/;
          await assert.rejects(storage.backup(`${directory}/copy`), { code: "full", message });
        },
      );
      await storage.close();
      assert.ok(!(await readdir(directory)).some((entry) => entry.startsWith("copy")));
    }));
}

test("of SqliteStorage is never an empty file, not even if another process locks it", () =>
  withTempDir(async (directory) => {
    const storage = await SqliteStorage.open(`${directory}/store`);
    await fill(storage);
    const part = `${directory}/copy.part`;
    const backup = storage.backup(`${directory}/copy`);
    backup.catch(() => {});
    while (!existsSync(part)) await nextTurn();
    const other = new Database(part);
    other.exec("BEGIN EXCLUSIVE");
    await assert.rejects(backup, /: another process uses it$/);
    other.close();
    await storage.close();
    assert.ok(!(await readdir(directory)).some((entry) => entry.startsWith("copy")));
  }));

test("of FilesystemStorage is no store before it is whole", () =>
  withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(`${directory}/store`);
    await fill(storage);
    const openings: Promise<unknown>[] = [];
    const onProgress = () => {
      if (openings.length > 0) return;
      const part = `${directory}/copy.part`;
      const refused = { code: "corrupt", message: /\(it holds 'incomplete'\)$/ };
      openings.push(assert.rejects(FilesystemStorage.open(part), refused));
      assert.ok(!existsSync(`${part}/format`));
    };
    await storage.backup(`${directory}/copy`, { onProgress });
    assert.equal(openings.length, 1);
    await Promise.all(openings);
    assert.deepEqual((await readdir(`${directory}/copy`)).sort(), [
      "contents",
      "format",
      "lock",
      "log",
    ]);
    await storage.close();
  }));

test("of FilesystemStorage does not lie in the store itself", () =>
  withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(`${directory}/store`);
    await symlink(`${directory}/store/contents`, `${directory}/link`);
    for (const target of ["store/contents/a", "store/a", "link/a"]) {
      await assert.rejects(
        storage.backup(`${directory}/${target}`),
        /: it would lie in the store itself$/,
      );
    }
    await storage.close();
  }));

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

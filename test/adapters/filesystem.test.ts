import assert from "node:assert/strict";
import { cp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ContractSubject } from "../../adapters/contract.ts";
import { StoreLayout } from "../../adapters/filesystem/disk/_store_layout.ts";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { testContract } from "../support/contract_runner.ts";
import { withFailing } from "../support/failing_files.ts";
import { filesystemLeftovers } from "../support/filesystem_leftovers.ts";
import { filled, putBytes } from "../support/filesystem_store.ts";
import { withFreeBytes } from "../support/free_bytes.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("FilesystemStorage");

/** A large disk keeps room to merge a whole segment of the log. */
const MERGE_RESERVE = 67_108_864;

const withSubject = (run: (subject: ContractSubject) => Promise<void>) =>
  withTempDir(async (parent) => {
    let crashes = 0;
    let directory = join(parent, "store-0");
    await run({
      open: () => FilesystemStorage.open(directory),
      leftovers: () => filesystemLeftovers(directory),
      async crash() {
        const copy = join(parent, `store-${++crashes}`);
        // A socket cannot be copied; the one of a dead process means nothing.
        const filter = (path: string) => basename(join(path, "..")) !== "lock";
        await cp(directory, copy, { recursive: true, filter });
        directory = copy;
      },
      whileSyncsFail: (body) =>
        withFailing("fdatasync", { code: "EIO" }, () =>
          withFailing("fsync", { code: "EIO" }, body),
        ),
      whileFull: (body) => withFreeBytes(() => 0, body),
    });
  });

testContract(test, { durable: true, shared: false }, withSubject, {
  failingSyncs: true,
  queries: true,
  health: true,
  fullDisk: true,
});

test("opens after a crash only when what it shows is on the disk", () =>
  withTempDir(async (parent) => {
    const [before, after] = [join(parent, "before"), join(parent, "after")];
    const first = await FilesystemStorage.open(before);
    await first.apply("i", [putBytes("a", filled(10, 1))]);
    const filter = (path: string) => basename(join(path, "..")) !== "lock";
    await cp(before, after, { recursive: true, filter });
    await first.close();
    await withFailing("fdatasync", { code: "EIO" }, () =>
      assert.rejects(FilesystemStorage.open(after), { code: "io" }),
    );
    const storage = await FilesystemStorage.open(after);
    assert.equal((await storage.stat("i", "a"))?.size, 10);
    await storage.close();
  }));

test("keeps some of a full disk for small values and deletions, and leaves nothing of what it refuses", () =>
  withTempDir(async (directory) => {
    let free = MERGE_RESERVE + 2_500_000;
    const full = { name: "StorageError", code: "full" };
    await withFreeBytes(
      () => free,
      async () => {
        const storage = await FilesystemStorage.open(directory);
        const put = (name: string, size: number) =>
          storage.apply("i", [putBytes(name, filled(size, 7))]);
        await put("a", 100_000);
        free = MERGE_RESERVE + 2_000_000;
        await assert.rejects(put("b", 100_000), full);
        await put("c", 60_000);
        free = MERGE_RESERVE + 500_000;
        await assert.rejects(put("d", 10), full);
        await storage.apply("i", [{ op: "delete", name: "c" }]);
        assert.deepEqual(
          (await storage.list("i")).map(({ name }) => name),
          ["a"],
        );
        assert.deepEqual(await filesystemLeftovers(directory), []);
        free = MERGE_RESERVE + 2_500_000;
        await put("b", 100_000);
        await storage.close();
      },
    );
  }));

test("refuses writes while its folder is deleted, moved or replaced, and goes on when it is back", () =>
  withTempDir(async (parent) => {
    const [directory, away] = [join(parent, "store"), join(parent, "away")];
    const storage = await FilesystemStorage.open(directory);
    const put = (instance: string) =>
      storage.apply(instance, [putBytes("a", filled(10, instance.length))]);
    const refuses = async () => {
      for (const change of [
        put("i"),
        put("new"),
        storage.apply("i", [{ op: "delete", name: "a" }]),
        storage.apply("i", [{ op: "clear" }]),
      ]) {
        await assert.rejects(change, {
          name: "StorageError",
          code: "io",
          message:
            /^Cannot write to the store: '.*' was deleted, moved or replaced while it was open/,
        });
      }
      assert.equal((await storage.stat("i", "a"))?.size, 10, "Reads go on");
    };
    await put("i");
    await rename(directory, away);
    await refuses();
    await (await FilesystemStorage.open(directory)).close();
    await refuses();
    await rm(directory, { recursive: true });
    await rename(away, directory);
    await put("i");
    const { log } = new StoreLayout(directory);
    for (const segment of await readdir(log)) await rm(join(log, segment));
    await refuses();
    await rm(directory, { recursive: true });
    await refuses();
    await storage.close();
  }));

test("ends with one clear error where there can be no store", () =>
  withTempDir(async (parent) => {
    const file = join(parent, "file");
    await writeFile(file, "");
    const message = /^Cannot /;
    await assert.rejects(FilesystemStorage.open(file), { code: "io", message });
    await assert.rejects(FilesystemStorage.open(join(file, "a")), { code: "io", message });
    if (process.platform !== "linux") return;
    await assert.rejects(FilesystemStorage.open("/proc/varpost"), { code: "io", message });
    await assert.rejects(FilesystemStorage.open("/proc"), { code: "corrupt", message });
  }));

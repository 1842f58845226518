import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DirectoryLock } from "../../../../adapters/filesystem/disk/_directory_lock.ts";
import { encodeInstanceName } from "../../../../adapters/filesystem/disk/_instance_name.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { FilesystemStorage } from "../../../../adapters/filesystem.ts";
import { type FileOperation, withFailing } from "../../../support/failing_files.ts";
import { filesystemLeftovers } from "../../../support/filesystem_leftovers.ts";
import {
  filled,
  putBytes,
  readBytes,
  withFilesystemStore,
} from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { until } from "../../../support/until.ts";

const test = suite("Instance");
const ID = "order-1";
const NAME = encodeInstanceName(ID);
const OLD = filled(10, 1);
const LARGE = filled(100_000, 2);

test("fails all that share a commit which finds no room, and goes on with the next", () =>
  withFilesystemStore(async (storage, directory) => {
    await storage.apply(ID, [putBytes("a", OLD)]);
    const path = new StoreLayout(directory).log(NAME);
    const { size } = await stat(path);
    await withFailing("write", { code: "ENOSPC" }, async () => {
      const outcomes = await Promise.allSettled([
        storage.apply(ID, [putBytes("a", filled(10, 2))]),
        storage.apply(ID, [putBytes("b", OLD)]),
        storage.apply(ID, [{ ...putBytes("c", OLD), condition: { ifMatch: "*" } }]),
      ]);
      for (const outcome of outcomes) {
        assert.ok(outcome.status === "rejected");
        assert.equal(outcome.reason.code, "full");
      }
    });
    assert.equal((await stat(path)).size, size);
    assert.deepEqual(await readBytes(storage, ID, "a"), OLD);
    await storage.apply(ID, [putBytes("b", OLD)]);
    assert.deepEqual(
      (await storage.list(ID)).map(({ name }) => name),
      ["a", "b"],
    );
  }));

test("refuses all writes after a failed sync until the store is opened again", () =>
  withTempDir(async (directory) => {
    const faults: readonly [FileOperation, number][] = [
      ["fdatasync", 0],
      ["fsync", 0],
      ["fsync", 1],
      ["fsync", 2],
    ];
    for (const [operation, after] of faults) {
      const storage = await FilesystemStorage.open(directory);
      await storage.apply(ID, [putBytes("a", OLD)]);
      const stage = await storage.stage(once(LARGE));
      const content = operation === "fsync" ? stage : filled(5, 5);
      await withFailing(operation, { code: "EIO", after, times: 1 }, () =>
        assert.rejects(storage.apply(ID, [putBytes("a", content)]), { code: "io" }),
      );
      await assert.rejects(storage.apply(ID, [putBytes("a", OLD)]), { code: "io" });
      await assert.rejects(storage.apply(ID, [{ op: "clear" }]), { code: "io" });
      await assert.rejects(storage.apply("other", [putBytes("a", OLD)]), { code: "io" });
      await assert.rejects(storage.stage(once(LARGE)), { code: "io" });
      assert.deepEqual(await readBytes(storage, ID, "a"), OLD);
      await stage.discard();
      await storage.close();
      const lock = await DirectoryLock.acquire(new StoreLayout(directory).lock);
      assert.equal(lock.tookOver, true);
      await lock.abandon();
      const again = await FilesystemStorage.open(directory);
      assert.deepEqual(await readBytes(again, ID, "a"), OLD);
      await again.apply(ID, [putBytes("a", OLD)]);
      await until(async () => (await filesystemLeftovers(directory)).length === 0);
      await again.close();
    }
  }));

test("refuses all writes when a failed write cannot be taken back", () =>
  withFilesystemStore(async (storage) => {
    await storage.apply(ID, [putBytes("a", OLD)]);
    await withFailing("write", { code: "ENOSPC" }, () =>
      withFailing("ftruncate", { code: "EIO" }, () =>
        assert.rejects(storage.apply(ID, [putBytes("a", LARGE.subarray(0, 100))]), { code: "io" }),
      ),
    );
    await assert.rejects(storage.apply(ID, [putBytes("a", OLD)]), { code: "io" });
    assert.deepEqual(await readBytes(storage, ID, "a"), OLD);
  }));

test("leaves no instance when its first commit fails", () =>
  withFilesystemStore(async (storage, directory) => {
    for (const operation of ["open", "write"] as const) {
      for (const after of [0, 1, 2]) {
        await withFailing(operation, { code: "ENOSPC", after }, async () => {
          await storage.apply(ID, [putBytes("a", LARGE)]).catch((error) => {
            assert.equal(error.code, "full");
          });
        });
        if ((await storage.stat(ID, "a")) === undefined) {
          assert.deepEqual(await storage.instances(), []);
        } else await storage.apply(ID, [{ op: "clear" }]);
        await until(async () => (await filesystemLeftovers(directory)).length === 0);
      }
    }
    await withFailing("fsync", { code: "EIO" }, () =>
      assert.rejects(storage.apply(ID, [putBytes("a", OLD)]), { code: "io" }),
    );
    assert.equal(await storage.stat(ID, "a"), undefined);
    assert.deepEqual(await storage.instances(), []);
  }));

test("is there as before when it cannot be cleared", () =>
  withFilesystemStore(async (storage) => {
    await storage.apply(ID, [putBytes("a", OLD), putBytes("b", LARGE)]);
    await withFailing("fsync", { code: "EIO" }, () =>
      assert.rejects(storage.apply(ID, [{ op: "clear" }]), { code: "io" }),
    );
    assert.deepEqual(await readBytes(storage, ID, "a"), OLD);
    assert.deepEqual(await readBytes(storage, ID, "b"), LARGE);
    assert.deepEqual(await storage.instances(), [ID]);
  }));

test("keeps a stage usable when the commit fails", () =>
  withFilesystemStore(async (storage, directory) => {
    await storage.apply(ID, [putBytes("a", OLD)]);
    const stage = await storage.stage(once(LARGE));
    await withFailing("write", { code: "ENOSPC" }, () =>
      assert.rejects(storage.apply(ID, [putBytes("a", stage)]), { code: "full" }),
    );
    assert.equal((await filesystemLeftovers(directory)).length, 1);
    await storage.apply(ID, [putBytes("a", stage)]);
    assert.deepEqual(await readBytes(storage, ID, "a"), LARGE);
    assert.deepEqual(await filesystemLeftovers(directory), []);
  }));

test("has all stages back before the next call is looked at when a commit fails", () =>
  withFilesystemStore(async (storage) => {
    await storage.apply(ID, [putBytes("a", OLD)]);
    const stages = await Promise.all([storage.stage(once(LARGE)), storage.stage(once(LARGE))]);
    await withFailing("write", { code: "ENOSPC", times: 1 }, async () => {
      const failing = storage.apply(
        ID,
        stages.map((stage, i) => putBytes(`s${i}`, stage)),
      );
      // Comes in a commit of its own, and deletes the folder that the files were moved to.
      const clearing = storage.apply(ID, [{ op: "clear" }]);
      await assert.rejects(failing, { code: "full" });
      await clearing;
    });
    await storage.apply(
      ID,
      stages.map((stage, i) => putBytes(`s${i}`, stage)),
    );
    assert.deepEqual(await readBytes(storage, ID, "s1"), LARGE);
  }));

test("leaves no stage behind when one of them cannot be moved", () =>
  withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(directory);
    const layout = new StoreLayout(directory);
    await storage.apply(ID, [putBytes("a", OLD)]);
    const lost = await storage.stage(once(LARGE));
    for (const file of await readdir(layout.stage)) await rm(join(layout.stage, file));
    const kept = await storage.stage(once(LARGE));
    const changes = [putBytes("lost", lost), putBytes("kept", kept)];
    await assert.rejects(storage.apply(ID, changes), { code: "io" });
    assert.equal((await readdir(layout.stage)).length, 1);
    await storage.apply(ID, [putBytes("kept", kept)]);
    assert.deepEqual(await readBytes(storage, ID, "kept"), LARGE);
    await storage.close();
  }));

test("keeps neither folder nor mark once it has no content file", () =>
  withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    for (const last of [putBytes("a", OLD), { op: "delete", name: "a" } as const]) {
      const storage = await FilesystemStorage.open(directory);
      await storage.apply(ID, [putBytes("a", LARGE), putBytes("b", OLD)]);
      await storage.apply(ID, [last]);
      await storage.close();
      assert.deepEqual(await readdir(layout.shard(NAME)), [`${NAME}.log`]);
      assert.deepEqual(await readdir(layout.touched), []);
    }
  }));

test("drops the content that a later call of the same commit replaces", () =>
  withFilesystemStore(async (storage, directory) => {
    await storage.apply(ID, [putBytes("a", OLD)]);
    const puts = Array.from({ length: 10 }, (_, i) =>
      storage.apply(ID, [putBytes("a", filled(100_000, i))]),
    );
    await Promise.all(puts);
    assert.deepEqual(await readBytes(storage, ID, "a"), filled(100_000, 9));
    await until(async () => (await filesystemLeftovers(directory)).length === 0);
  }));

test("lists one instance while it is cleared and set again", () =>
  withFilesystemStore(async (storage) => {
    const names = Array.from({ length: 3_000 }, (_, i) => `n${String(i).padStart(4, "0")}`);
    for (let round = 0; round < 3; round++) {
      await storage.apply(
        ID,
        names.map((name) => putBytes(name, null)),
      );
      const changes = [
        storage.apply(ID, [{ op: "clear" }]),
        storage.apply(
          ID,
          names.map((name) => putBytes(name, OLD)),
        ),
      ];
      for (let left = 2; left > 0; left--) {
        const count = (await storage.list(ID, { limit: 10_000 })).length;
        assert.ok(count === 0 || count === names.length, `${count} variables`);
      }
      await Promise.all(changes);
      assert.equal((await storage.list(ID, { after: "n0999", limit: 5_000 })).length, 2_000);
    }
  }));

test("is corrupt when a content file is missing or short, and never ends early", () =>
  withFilesystemStore(async (storage, directory) => {
    const contents = new StoreLayout(directory).contents(NAME);
    await storage.apply(ID, [putBytes("a", LARGE)]);
    const [file] = await readdir(contents);
    assert.ok(file);
    await truncate(join(contents, file), 99_999);
    await assert.rejects(readBytes(storage, ID, "a"), {
      code: "corrupt",
      message: /99999 of 100000/,
    });
    await rm(join(contents, file));
    await assert.rejects(storage.open(ID, "a"), { code: "corrupt", message: /missing/ });
    assert.equal((await storage.stat(ID, "a"))?.size, 100_000);
  }));

test("is corrupt when a record was damaged since it was written", () =>
  withFilesystemStore(async (storage, directory) => {
    const path = new StoreLayout(directory).log(NAME);
    await storage.apply(ID, [putBytes("a", OLD)]);
    await storage.apply(ID, [putBytes("b", OLD)]);
    const log = await readFile(path);
    const at = log.indexOf('"name":"a"');
    log.writeUInt8(log.readUInt8(at + 8) ^ 1, at + 8);
    await writeFile(path, log);
    await assert.rejects(storage.stat(ID, "a"), { code: "corrupt" });
    await assert.rejects(storage.list(ID), { code: "corrupt" });
    const conditional = { ...putBytes("a", OLD), condition: { ifMatch: "*" } } as const;
    await assert.rejects(storage.apply(ID, [conditional]), { code: "corrupt" });
    assert.equal((await storage.stat(ID, "b"))?.size, 10);
  }));

test("is corrupt when its log is that of another instance", () =>
  withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    let storage = await FilesystemStorage.open(directory);
    await storage.apply(ID, [putBytes("a", OLD)]);
    await storage.close();
    await writeFile(layout.log("i-other"), await readFile(layout.log(NAME)));
    storage = await FilesystemStorage.open(directory);
    await assert.rejects(storage.stat("other", "a"), { code: "corrupt", message: /another/ });
    assert.deepEqual(await readBytes(storage, ID, "a"), OLD);
    await storage.close();
  }));

test("reports a content file that the system does not open", () =>
  withFilesystemStore(async (storage) => {
    await storage.apply(ID, [putBytes("a", LARGE)]);
    await withFailing("open", { code: "EMFILE" }, () =>
      assert.rejects(storage.open(ID, "a"), { code: "io", message: /open the content/ }),
    );
    const variable = await storage.open(ID, "a");
    assert.ok(variable);
    await withFailing("read", { code: "EIO" }, async () => {
      await assert.rejects(
        async () => {
          for await (const _ of variable.read()) assert.fail("a chunk");
        },
        { code: "io" },
      );
    });
    await variable.close();
  }));

test("goes on when a directory that is to be synced cannot be opened for a moment", () =>
  withFilesystemStore(async (storage) => {
    // The first two look for the log and make it.
    await withFailing("open", { code: "EMFILE", after: 2, times: 3 }, () =>
      storage.apply(ID, [putBytes("a", OLD)]),
    );
    await storage.apply(ID, [putBytes("b", OLD)]);
    assert.deepEqual(await readBytes(storage, ID, "a"), OLD);
  }));

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

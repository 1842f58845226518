import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type FileOperation, withFailing } from "../../support/failing_files.ts";
import { filesystemLeftovers } from "../../support/filesystem_leftovers.ts";
import {
  filled,
  openWithSegments,
  putBytes,
  readBytes,
  withFilesystemStore,
} from "../../support/filesystem_store.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { until } from "../../support/until.ts";

const test = suite("FilesystemDriver");

const SEGMENT_BYTES = 4_096;
const LARGE = 100_000;

for (const [operation, code] of [
  ["fdatasync", "EIO"],
  ["write", "ENOSPC"],
] satisfies [FileOperation, string][]) {
  test(`can be opened again if it could not be closed: ${operation}`, () =>
    withTempDir(async (directory) => {
      const first = await openWithSegments(directory, SEGMENT_BYTES);
      await first.apply("i", [putBytes("a", filled(10, 1))]);
      await withFailing(operation, { code }, () =>
        assert.rejects(first.close(), { name: "StorageError" }),
      );
      const second = await openWithSegments(directory, SEGMENT_BYTES);
      assert.deepEqual(await readBytes(second, "i", "a"), filled(10, 1));
      await second.close();
    }));
}

for (const [operation, code, after] of [
  ["open", "EACCES", 0],
  ["read", "EIO", 0],
  ["fsync", "EIO", 0],
] as const) {
  test(`can be opened again if it could not be opened: ${operation}`, () =>
    withTempDir(async (directory) => {
      const first = await openWithSegments(directory, SEGMENT_BYTES);
      await first.apply("i", [putBytes("a", filled(10, 1))]);
      await first.close();
      const open = () => openWithSegments(directory, SEGMENT_BYTES);
      await withFailing(operation, { code, after }, () =>
        assert.rejects(open(), { name: "StorageError", code: "io" }),
      );
      const second = await open();
      assert.deepEqual(await readBytes(second, "i", "a"), filled(10, 1));
      await second.close();
    }));
}

test("takes back the contents of a call of which one cannot be written, or a condition fails", () =>
  withFilesystemStore(async (storage, directory) => {
    const changes = ["a", "b", "c"].map((name) => putBytes(name, filled(LARGE, 1)));
    await withFailing("fdatasync", { code: "ENOSPC", after: 1, times: 1 }, () =>
      assert.rejects(storage.apply("i", changes), { code: "full" }),
    );
    const condition = { ifMatch: "*" as const };
    await assert.rejects(storage.apply("i", [...changes, { op: "delete", name: "d", condition }]), {
      name: "PreconditionFailedError",
    });
    assert.deepEqual(await storage.list("i"), []);
    assert.deepEqual(await filesystemLeftovers(directory), []);
    await storage.apply("i", changes);
    assert.equal((await storage.list("i")).length, 3);
  }));

test("copies what a call is given before it waits", () =>
  withFilesystemStore(async (storage) => {
    const [small, large] = [filled(10, 1), filled(LARGE, 1)];
    const applying = [
      storage.apply("i", [putBytes("a", small), putBytes("b", large)]),
      storage.apply("i", [putBytes("c", small)]),
    ];
    small.fill(2);
    large.fill(2);
    await Promise.all(applying);
    assert.deepEqual(await readBytes(storage, "i", "a"), filled(10, 1));
    assert.deepEqual(await readBytes(storage, "i", "b"), filled(LARGE, 1));
    assert.deepEqual(await readBytes(storage, "i", "c"), filled(10, 1));
  }));

test("opens the newer version if one was replaced while it was opened", () =>
  withFilesystemStore(async (storage) => {
    for (let i = 0; i < 30; i++) {
      await storage.apply("i", [putBytes("a", filled(LARGE, 2 * i))]);
      const [read] = await Promise.all([
        readBytes(storage, "i", "a"),
        storage.apply("i", [putBytes("a", filled(LARGE, 2 * i + 1))]),
      ]);
      assert.equal(read?.length, LARGE);
      const fill = read[0] ?? 0;
      assert.ok(fill >= 2 * i && read.every((byte) => byte === fill));
    }
  }));

test("says that a content whose file is missing is damaged", () =>
  withFilesystemStore(async (storage, directory) => {
    await storage.apply("i", [putBytes("a", filled(LARGE, 1))]);
    const [file = ""] = await readdir(join(directory, "contents"));
    await rm(join(directory, "contents", file));
    await assert.rejects(storage.open("i", "a"), { code: "corrupt", message: /is missing$/ });
    assert.equal((await storage.stat("i", "a"))?.size, LARGE);
  }));

test("ends what is open when it is closed, and deletes what was staged", () =>
  withTempDir(async (directory) => {
    const storage = await openWithSegments(directory, SEGMENT_BYTES);
    await storage.apply("i", [putBytes("a", filled(1_000_000, 1))]);
    const variable = await storage.open("i", "a");
    assert.ok(variable);
    const reading = variable.read()[Symbol.asyncIterator]();
    await reading.next();
    const chunks = async function* () {
      yield filled(LARGE, 1);
    };
    await storage.stage(chunks());
    await storage.close();
    await assert.rejects(reading.next(), { code: "closed" });
    assert.deepEqual(await filesystemLeftovers(directory), []);
  }));

test("deletes in the end what it could not delete before", () =>
  withTempDir(async (directory) => {
    const first = await openWithSegments(directory, SEGMENT_BYTES);
    const source = async function* () {
      yield filled(LARGE, 1);
    };
    await first.stage(source());
    await withFailing("fsync", { code: "EIO" }, () =>
      assert.rejects(first.apply("i", [putBytes("a", filled(LARGE, 1))]), { code: "io" }),
    );
    await first.close();
    assert.equal((await filesystemLeftovers(directory)).length, 2);
    const second = await openWithSegments(directory, SEGMENT_BYTES);
    await until(async () => (await filesystemLeftovers(directory)).length === 0);
    await second.close();
  }));

import assert from "node:assert/strict";
import type { Change, Precondition } from "../../../../core/storage/storage.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled, putBytes, withFilesystemStore } from "../../../support/filesystem_store.ts";
import { withFreeBytes } from "../../../support/free_bytes.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("CommitQueue");

/** A large disk keeps room to merge a whole segment of the log. */
const MERGE_RESERVE = 67_108_864;
const SMALL = filled(10, 1);
const FAILED = { name: "PreconditionFailedError" };

const put = (name: string, condition?: Precondition): Change => ({
  ...putBytes(name, SMALL),
  condition,
});
const deletion = (name: string, condition?: Precondition): Change => ({
  op: "delete",
  name,
  condition,
});

test("commits all calls of a turn with one sync, whatever their instance", () =>
  withFilesystemStore(async (storage) => {
    const calls = () =>
      Promise.all(Array.from({ length: 300 }, (_, at) => storage.apply(`i${at}`, [put("a")])));
    assert.equal(await countCalls("fdatasync", calls), 1);
    assert.equal((await storage.instances()).length, 300);
  }));

test("takes no more calls or bytes into one commit than is good for those who wait", () =>
  withFilesystemStore(async (storage) => {
    const many = () =>
      Promise.all(Array.from({ length: 1_100 }, (_, at) => storage.apply(`i${at}`, [put("a")])));
    assert.equal(await countCalls("fdatasync", many), 3);
    const large = putBytes("a", filled(65_536, 1));
    const long = () =>
      Promise.all(Array.from({ length: 100 }, (_, at) => storage.apply(`i${at}`, [large])));
    assert.equal(await countCalls("fdatasync", long), 2);
  }));

test("checks each call against those before it, also in the same commit", () =>
  withFilesystemStore(async (storage) => {
    const absent: Precondition = { ifNoneMatch: "*" };
    const present: Precondition = { ifMatch: "*" };
    const [[first] = []] = [await storage.apply("i", [put("old")])];
    const version = first?.version ?? "";
    const results = await Promise.allSettled([
      storage.apply("i", [put("a", absent)]),
      storage.apply("i", [put("a", absent)]),
      storage.apply("j", [put("a", absent)]),
      storage.apply("i", [deletion("a", present)]),
      storage.apply("i", [put("a", absent)]),
      storage.apply("i", [put("b"), put("a", absent)]),
      storage.apply("i", [put("b", absent)]),
      storage.apply("i", [deletion("none", present)]),
      storage.apply("i", [put("old", { ifMatch: [version] })]),
      storage.apply("i", [put("old", { ifMatch: [version] })]),
    ]);
    assert.deepEqual(
      results.map(({ status }) => (status === "fulfilled" ? 1 : 0)).join(""),
      "1011101010",
    );
    for (const result of results) {
      if (result.status === "rejected") assert.equal(result.reason.name, FAILED.name);
    }
    const names = (await storage.list("i")).map(({ name }) => name);
    assert.deepEqual(names, ["a", "b", "old"]);
  }));

test("ends a commit before a clear, which clears all that comes before it and nothing else", () =>
  withFilesystemStore(async (storage) => {
    const [, cleared, kept] = await Promise.all([
      storage.apply("i", [put("a"), put("b")]),
      storage.apply("i", [{ op: "clear" }]),
      storage.apply("i", [put("b", { ifNoneMatch: "*" })]),
      storage.apply("j", [put("c")]),
      storage.apply("j", [{ op: "clear" }]),
    ]);
    assert.deepEqual(cleared, [undefined]);
    assert.deepEqual(await storage.list("i"), kept);
    assert.deepEqual(await storage.instances(), ["i"]);
  }));

test("writes nothing to delete what is not there", () =>
  withFilesystemStore(async (storage) => {
    const calls = async () => {
      assert.deepEqual(await storage.apply("i", [deletion("a"), deletion("b")]), [
        undefined,
        undefined,
      ]);
      assert.deepEqual(await storage.apply("i", [{ op: "clear" }]), [undefined]);
    };
    assert.equal(await countCalls("write", calls), 0);
  }));

test("lets deletions pass on a full disk, in the same commit with puts that fail", async () => {
  // So little that it looks at the disk each time.
  let free = MERGE_RESERVE + 2_500_000;
  const run = () =>
    withFilesystemStore(async (storage) => {
      await storage.apply("i", [put("a"), put("b")]);
      await storage.apply("j", [put("a")]);
      free = MERGE_RESERVE + 100_000;
      const results = await Promise.allSettled([
        storage.apply("i", [put("c")]),
        storage.apply("i", [deletion("a")]),
        storage.apply("i", [deletion("b"), put("d")]),
        storage.apply("j", [{ op: "clear" }]),
      ]);
      assert.deepEqual(
        results.map((result) => (result.status === "rejected" ? result.reason.code : "done")),
        ["full", "done", "full", "done"],
      );
      assert.deepEqual(
        (await storage.list("i")).map(({ name }) => name),
        ["b"],
      );
      assert.deepEqual(await storage.instances(), ["i"]);
    });
  await withFreeBytes(() => free, run);
});

test("fails all calls of a commit that cannot be written, and goes on with the next", () =>
  withFilesystemStore(async (storage) => {
    const full = { name: "StorageError", code: "full" };
    await withFailing("write", { code: "ENOSPC", times: 1 }, () =>
      Promise.all([
        assert.rejects(storage.apply("i", [put("a")]), full),
        assert.rejects(storage.apply("j", [put("a")]), full),
      ]),
    );
    assert.deepEqual(await storage.instances(), []);
    await storage.apply("j", [put("b")]);
    assert.deepEqual(await storage.instances(), ["j"]);
  }));

test("keeps the order of an instance's calls, also if some wait for their contents", () =>
  withFilesystemStore(async (storage) => {
    const large = putBytes("a", filled(100_000, 2));
    await Promise.all([
      storage.apply("i", [put("a")]),
      storage.apply("i", [large]),
      storage.apply("i", [put("b", { ifNoneMatch: "*" })]),
      storage.apply("i", [deletion("a")]),
      storage.apply("i", [large, put("c")]),
      storage.apply("i", [{ op: "clear" }]),
      storage.apply("i", [put("d")]),
    ]);
    assert.deepEqual(
      (await storage.list("i")).map(({ name }) => name),
      ["d"],
    );
  }));

test("refuses no call because of a change that is not on the disk yet", () =>
  withFilesystemStore(async (storage) => {
    const io = { name: "StorageError", code: "io" };
    await withFailing("fdatasync", { code: "EIO" }, async () => {
      const first = storage.apply("i", [putBytes("a", filled(10, 1))]);
      const second = storage.apply("i", [
        { ...putBytes("a", filled(10, 2)), condition: { ifNoneMatch: "*" } },
      ]);
      await assert.rejects(first, io);
      await assert.rejects(second, io);
    });
    assert.equal(await storage.stat("i", "a"), undefined);
  }));

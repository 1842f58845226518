import assert from "node:assert/strict";
import { withFailing } from "../../../support/failing_files.ts";
import { filled, putBytes, withFilesystemStore } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("CommitQueue");

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

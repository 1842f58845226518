import assert from "node:assert/strict";
import fs from "node:fs";
import { mock } from "node:test";
import { SharedSync } from "../../../../adapters/filesystem/disk/_shared_sync.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("SharedSync");

test("lets all who ask during a sync share the next one", () =>
  withTempDir(async (directory) => {
    const counted = mock.method(fs, "fsync");
    try {
      const syncs = new SharedSync();
      await Promise.all(Array.from({ length: 50 }, () => syncs.sync(directory)));
      assert.equal(counted.mock.callCount(), 2);
      await syncs.sync(directory);
      assert.equal(counted.mock.callCount(), 3);
    } finally {
      counted.mock.restore();
    }
  }));

test("fails those whose sync fails, and no others", () =>
  withTempDir(async (directory) => {
    const syncs = new SharedSync();
    await withFailing("fsync", { code: "EIO", times: 1 }, async () => {
      const first = assert.rejects(syncs.sync(directory), { code: "EIO" });
      await syncs.sync(directory);
      await first;
      await syncs.sync(directory);
    });
  }));

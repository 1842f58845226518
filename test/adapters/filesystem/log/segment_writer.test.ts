import assert from "node:assert/strict";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled, openWithSegments, putBytes } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const SEGMENT_BYTES = 4_096;

const test = suite("SegmentWriter");

test("keeps what is on the disk, also if it cannot write the mark behind it", () =>
  withTempDir(async (directory) => {
    const first = await openWithSegments(directory, SEGMENT_BYTES);
    await first.apply("i", [putBytes("a", filled(10, 1))]);
    await withFailing("writeSync", { code: "ENOSPC" }, () =>
      first.apply("i", [putBytes("b", filled(10, 2))]),
    );
    assert.deepEqual(await namesOf(first), ["a", "b"]);
    await first.close();
    const second = await openWithSegments(directory, SEGMENT_BYTES);
    assert.deepEqual(await namesOf(second), ["a", "b"]);
    await second.close();
  }));

test("refuses a call if it cannot seal a full segment, and goes on later", () =>
  withTempDir(async (directory) => {
    const storage = await openWithSegments(directory, SEGMENT_BYTES);
    await storage.apply("i", [putBytes("a", filled(SEGMENT_BYTES, 1))]);
    await withFailing("write", { code: "ENOSPC", times: 1 }, () =>
      assert.rejects(storage.apply("i", [putBytes("b", null)]), {
        name: "StorageError",
        code: "full",
      }),
    );
    await storage.apply("i", [putBytes("c", null)]);
    assert.deepEqual(await namesOf(storage), ["a", "c"]);
    await storage.close();
  }));

async function namesOf(storage: VariableStorage): Promise<readonly string[]> {
  return (await storage.list("i")).map(({ name }) => name);
}

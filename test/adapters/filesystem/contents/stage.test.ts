import assert from "node:assert/strict";
import { join } from "node:path";
import { ContentWriter } from "../../../../adapters/filesystem/contents/_content_writer.ts";
import { FileStage, MemoryStage } from "../../../../adapters/filesystem/contents/_stage.ts";
import { TaskLimit } from "../../../../adapters/filesystem/disk/_task_limit.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("stages");

const SIZE = 400_000;

test("in memory are read in one chunk, or none", async () => {
  const stage = new MemoryStage(filled(10, 1));
  assert.equal(stage.size, 10);
  assert.deepEqual(await fromAsync(stage.read()), [filled(10, 1)]);
  assert.deepEqual(await fromAsync(new MemoryStage(new Uint8Array(0)).read()), []);
});

test("with a file are read again and again, and close the file each time", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "file");
    const writer = new ContentWriter(path, new TaskLimit(1), () => {});
    await writer.write(filled(SIZE, 1));
    const written = await writer.finish();
    assert.ok("sum" in written);
    let discarded = 0;
    const stage = new FileStage({ file: 5, size: SIZE, sum: written.sum }, path, async () => {
      discarded++;
    });
    const whole = async () => {
      const bytes = Buffer.concat(await fromAsync(stage.read()));
      assert.deepEqual(new Uint8Array(bytes), filled(SIZE, 1));
    };
    const part = async () => {
      for await (const chunk of stage.read()) {
        assert.ok(chunk.length < SIZE);
        break;
      }
    };
    for (const read of [whole, part, whole]) assert.equal(await countCalls("close", read), 1);
    await stage.discard();
    assert.equal(discarded, 1);
  }));

test("fail with 'io' if their file is not there", async () => {
  const stage = new FileStage({ file: 5, size: 1, sum: 1 }, "/nowhere/at/all", async () => {});
  await assert.rejects(stage.read().next(), { name: "StorageError", code: "io" });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { ContentReader } from "../../../../adapters/filesystem/contents/_content_reader.ts";
import { ContentWriter } from "../../../../adapters/filesystem/contents/_content_writer.ts";
import { TaskLimit } from "../../../../adapters/filesystem/disk/_task_limit.ts";
import { toVariableRecord } from "../../../../adapters/filesystem/log/_description.ts";
import { OpenedVariable } from "../../../../adapters/filesystem/read/_opened_variable.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { DESCRIPTION } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("OpenedVariable");

const recordOf = (size: number) => toVariableRecord(DESCRIPTION, "a", 1, size, filled(size, 1));

test("reads ranges of a content in memory", async () => {
  const variable = new OpenedVariable(recordOf(10), Uint8Array.from([1, 2, 3]));
  assert.deepEqual(await fromAsync(variable.read(0, 3)), [Uint8Array.from([1, 2, 3])]);
  assert.deepEqual(await fromAsync(variable.read(1, 2)), [Uint8Array.from([2])]);
  assert.deepEqual(await fromAsync(variable.read(2, 2)), []);
  await variable.close();
});

test("reads ranges of a file until it is closed, which it tells", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "file");
    const writer = new ContentWriter(path, new TaskLimit(1), () => {});
    await writer.write(filled(100_000, 5));
    const written = await writer.finish();
    assert.ok("sum" in written);
    const reader = await ContentReader.open(path, 100_000, written.sum);
    let closed = 0;
    const variable = new OpenedVariable(recordOf(10), reader, () => closed++);
    assert.deepEqual(await fromAsync(variable.read(99_998, 100_000)), [filled(2, 5)]);
    const reading = variable.read(0, 100_000);
    await reading.next();
    await variable.close();
    assert.equal(closed, 1);
    await assert.rejects(reading.next(), {
      code: "closed",
      message: "Cannot read variable 'a': it was closed",
    });
  }));

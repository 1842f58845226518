import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { content } from "../../../../adapters/contract/_content.ts";
import { ContentReader } from "../../../../adapters/filesystem/contents/_content_reader.ts";
import { ContentWriter } from "../../../../adapters/filesystem/contents/_content_writer.ts";
import { TaskLimit } from "../../../../adapters/filesystem/disk/_task_limit.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("ContentReader");

const BLOCK = 65_536;
/** Nine blocks and a part of one. */
const SIZE = 9 * BLOCK + 1_000;
const BYTES = content(SIZE, 1);
const CLOSED = new StorageError("closed", "Cannot read: it was closed");

test("reads any range", () =>
  withReader(async (reader) => {
    for (const [start, end] of [
      [0, SIZE],
      [0, 0],
      [SIZE, SIZE],
      [0, 1],
      [SIZE - 1, SIZE],
      [BLOCK - 1, BLOCK + 1],
      [BLOCK, 2 * BLOCK],
      [3 * BLOCK + 5, 8 * BLOCK + 7],
      [9 * BLOCK, SIZE],
    ] as const) {
      const bytes = Buffer.concat(await fromAsync(reader.read(start, end)));
      assert.deepEqual(new Uint8Array(bytes), BYTES.subarray(start, end));
    }
  }));

test("reads no more than it must, and the checksums once", () =>
  withReader(async (reader) => {
    const read = (start: number, end: number) =>
      countCalls("read", () => fromAsync(reader.read(start, end)));
    assert.equal(await read(5, 6), 2);
    assert.equal(await read(5, 6), 1);
    assert.equal(await read(0, 4 * BLOCK), 1);
    assert.equal(await read(0, SIZE), 3);
    assert.equal(await read(7, 7), 0);
  }));

test("gives chunks that are the reader's to keep", () =>
  withReader(async (reader) => {
    const first = await fromAsync(reader.read(0, SIZE));
    for (const chunk of first) chunk.fill(0);
    const second = Buffer.concat(await fromAsync(reader.read(0, SIZE)));
    assert.deepEqual(new Uint8Array(second), BYTES);
  }));

test("refuses a range that is not there", () =>
  withReader(async (reader) => {
    for (const [start, end] of [
      [0, SIZE + 1],
      [2, 1],
      [-1, 1],
      [0.5, 1],
    ] as const) {
      await assert.rejects(fromAsync(reader.read(start, end)), RangeError);
    }
  }));

test("goes on reading when its file was deleted", () =>
  withReader(async (reader, path) => {
    await rm(path);
    assert.equal(Buffer.concat(await fromAsync(reader.read(0, SIZE))).length, SIZE);
  }));

test("ends all reads when it is closed", () =>
  withReader(async (reader) => {
    const reading = reader.read(0, SIZE);
    await reading.next();
    const waiting = reader.read(0, SIZE);
    const next = waiting.next();
    await reader.close(CLOSED);
    await assert.rejects(reading.next(), CLOSED);
    await assert.rejects(next, CLOSED);
    await assert.rejects(reader.read(0, 1).next(), CLOSED);
    await reader.close(new StorageError("gone", "Another reason"));
    await assert.rejects(reader.read(0, 1).next(), CLOSED);
  }));

test("fails if the system does, and reads again later", () =>
  withReader(async (reader) => {
    await withFailing("read", { code: "EIO", after: 1 }, () =>
      assert.rejects(reader.read(0, 1).next(), { name: "StorageError", code: "io" }),
    );
    await assert.rejects(ContentReader.open("/nowhere/at/all", 1, 1), { code: "ENOENT" });
  }));

function withReader(run: (reader: ContentReader, path: string) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const path = join(directory, "file");
    const writer = new ContentWriter(path, new TaskLimit(1), () => {});
    await writer.write(BYTES);
    const written = await writer.finish();
    assert.ok("sum" in written);
    const reader = await ContentReader.open(path, SIZE, written.sum);
    try {
      await run(reader, path);
    } finally {
      await reader.close(CLOSED);
    }
  });
}

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { content } from "../../../../adapters/contract/_content.ts";
import {
  ContentSums,
  footerBytes,
  footerSum,
} from "../../../../adapters/filesystem/contents/_content_sums.ts";
import { ContentWriter } from "../../../../adapters/filesystem/contents/_content_writer.ts";
import { TaskLimit } from "../../../../adapters/filesystem/disk/_task_limit.ts";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("ContentWriter");

const LIMIT = 65_536;
const GIVEN_UP = new StorageError("gone", "Cannot write: it was given up");

test("keeps up to 64 KiB in memory, and makes a file of more", () =>
  withTempDir(async (directory) => {
    for (const size of [0, 1, LIMIT, LIMIT + 1, 5 * LIMIT, 6 * LIMIT + 1, 1_000_001]) {
      for (const step of [1_000, 70_000, 2_000_000]) {
        const path = join(directory, `${size}-${step}`);
        const writer = writerOf(path);
        const bytes = content(size, 1);
        // A chunk is valid only for a moment.
        const chunk = new Uint8Array(step);
        for (let at = 0; at < size; at += step) {
          chunk.set(bytes.subarray(at, at + step));
          await writer.write(chunk.subarray(0, size - at));
          chunk.fill(0);
        }
        assert.equal(writer.size, size);
        const written = await writer.finish();
        assert.equal(existsSync(path), size > LIMIT);
        if ("bytes" in written) {
          assert.deepEqual(written.bytes, bytes);
          continue;
        }
        const file = new Uint8Array(await readFile(path));
        assert.equal(file.length, size + footerBytes(size));
        assert.deepEqual(file.subarray(0, size), bytes);
        const sums = new ContentSums();
        sums.add(bytes);
        assert.deepEqual(file.subarray(size), new Uint8Array(sums.finish()));
        assert.equal(footerSum(file.subarray(size)), written.sum);
      }
    }
  }));

test("syncs once at the end, and beside the writing when there is much", () =>
  withTempDir(async (directory) => {
    for (const [size, syncs] of [
      [1_000_000, 1],
      [70_000_000, 2],
    ] as const) {
      const write = async () => {
        const writer = writerOf(join(directory, String(size)));
        for (let left = size; left > 0; left -= 1_000_000) await writer.write(filled(1_000_000, 1));
        await writer.finish();
      };
      assert.equal(await countCalls("fdatasync", write), syncs);
    }
  }));

for (const [operation, code, expected] of [
  ["open", "EACCES", "io"],
  ["write", "ENOSPC", "full"],
  ["fdatasync", "EIO", "io"],
] as const) {
  test(`fails for good if the system refuses: ${operation}`, () =>
    withTempDir(async (directory) => {
      const writer = writerOf(join(directory, "file"));
      const failure = { name: "StorageError", code: expected };
      const write = async () => {
        for (let i = 0; i < 5; i++) await writer.write(filled(300_000, i));
        await writer.finish();
      };
      await withFailing(operation, { code }, () => assert.rejects(write(), failure));
      if (operation !== "open") await assert.rejects(writer.finish(), failure);
      await writer.abort(GIVEN_UP);
    }));
}

test("asks for room before each block, and writes no block for which there is none", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "file");
    const full = new StorageError("full", "There is no room");
    const asked: number[] = [];
    const writer = new ContentWriter(path, new TaskLimit(1), (bytes) => {
      asked.push(bytes);
      if (asked.length === 3) throw full;
    });
    await assert.rejects(writer.write(filled(1_000_000, 1)), full);
    assert.deepEqual(asked, [LIMIT, 262_144, 262_144]);
    await writer.abort(GIVEN_UP);
    assert.equal((await readFile(path)).length, LIMIT + 262_144);
  }));

test("ends what runs when it is given up, and all that comes next", () =>
  withTempDir(async (directory) => {
    for (const turns of [0, 1, 2, 3, 5, 8]) {
      const writer = writerOf(join(directory, String(turns)));
      const writing = assert.rejects(async () => {
        for (;;) await writer.write(filled(100_000, 1));
      }, GIVEN_UP);
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      await writer.abort(GIVEN_UP);
      await writing;
      await assert.rejects(writer.write(filled(1, 1)), GIVEN_UP);
      await assert.rejects(writer.finish(), GIVEN_UP);
      await writer.abort(new StorageError("io", "Another reason"));
      await assert.rejects(writer.finish(), GIVEN_UP);
    }
  }));

test("writes over no file that is there", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "file");
    await writeFile(path, "mine");
    const writer = writerOf(path);
    await assert.rejects(writer.write(filled(1_000_000, 1)), { code: "io", message: /EEXIST/ });
    await writer.abort(GIVEN_UP);
    assert.equal(await readFile(path, "utf8"), "mine");
  }));

function writerOf(path: string): ContentWriter {
  return new ContentWriter(path, new TaskLimit(2), () => {});
}

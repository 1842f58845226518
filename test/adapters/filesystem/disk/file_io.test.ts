import assert from "node:assert/strict";
import fs from "node:fs";
import { join } from "node:path";
import { mock } from "node:test";
import {
  closeFile,
  openFile,
  readAt,
  syncData,
  syncDirectory,
  writeAt,
} from "../../../../adapters/filesystem/disk/_file_io.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("file operations");

test("writes and reads all, though the system does a part at a time", () =>
  withFile(async (fd) => {
    const bytes = Buffer.from("0123456789");
    const parts = [limited("write"), limited("read")];
    try {
      await writeAt(fd, bytes, 5);
      const buffer = Buffer.alloc(20);
      assert.equal(await readAt(fd, buffer, 5), 10);
      assert.deepEqual(buffer.subarray(0, 10), bytes);
      assert.equal(await readAt(fd, buffer.subarray(0, 4), 7), 4);
      assert.equal(buffer.toString("latin1", 0, 4), "2345");
    } finally {
      for (const { mock: part } of parts) part.restore();
    }
  }));

test("rejects with the system's error", async () => {
  await assert.rejects(openFile("/nowhere/at/all", "r"), { code: "ENOENT" });
  await assert.rejects(syncDirectory("/nowhere/at/all"), { code: "ENOENT" });
  await withFile(async (fd) => {
    const buffer = new Uint8Array(1);
    await withFailing("read", { code: "EIO" }, () =>
      assert.rejects(readAt(fd, buffer, 0), { code: "EIO" }),
    );
    await withFailing("write", { code: "EIO" }, () =>
      assert.rejects(writeAt(fd, buffer, 0), { code: "EIO" }),
    );
    await withFailing("fdatasync", { code: "EIO" }, () =>
      assert.rejects(syncData(fd), { code: "EIO" }),
    );
  });
  await assert.rejects(closeFile(999_999), { code: "EBADF" });
});

test("waits to sync a directory until the process may open it", () =>
  withTempDir(async (directory) => {
    await withFailing("open", { code: "EMFILE", times: 3 }, () => syncDirectory(directory));
  }));

/** Lets the system do three bytes at a time. */
function limited(operation: "read" | "write") {
  const original = fs[operation];
  return mock.method(fs, operation, (...args: unknown[]): unknown => {
    const [fd, buffer, offset, length, ...rest] = args;
    return Reflect.apply(original, fs, [fd, buffer, offset, Math.min(3, Number(length)), ...rest]);
  });
}

function withFile(run: (fd: number) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const fd = await openFile(join(directory, "file"), "w+");
    try {
      await run(fd);
    } finally {
      await closeFile(fd);
    }
  });
}

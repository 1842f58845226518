import assert from "node:assert/strict";
import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { content } from "../../../../adapters/contract/_content.ts";
import {
  BLOCK_BYTES,
  ContentSums,
  damagedBlock,
  footerBytes,
} from "../../../../adapters/filesystem/contents/_content_sums.ts";
import { FilesystemStorage } from "../../../../adapters/filesystem.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { contentFiles } from "../../../support/damage/content_files.ts";
import { flipBit } from "../../../support/damage/flip_bit.ts";
import { putBytes, readBytes } from "../../../support/filesystem_store.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const sums = suite("ContentSums");

sums("are those of the blocks, however the bytes come", () => {
  for (const size of [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 40 * BLOCK_BYTES + 7]) {
    const bytes = content(size, 1);
    const expected: number[] = [];
    for (let at = 0; at < size; at += BLOCK_BYTES) {
      expected.push(crc32(bytes.subarray(at, at + BLOCK_BYTES)));
    }
    for (const step of [BLOCK_BYTES, 65_536, 100_003, 3 * BLOCK_BYTES + 1]) {
      const made = new ContentSums();
      for (let at = 0; at < size; at += step) made.add(bytes.subarray(at, at + step));
      const footer = made.finish();
      assert.equal(footer.length, footerBytes(size));
      const found = expected.map((_, block) => footer.readUInt32LE(4 * block));
      assert.deepEqual(found, expected);
      for (const block of expected.keys()) {
        const rest = bytes.subarray(block * BLOCK_BYTES);
        assert.equal(damagedBlock(footer, block, rest), undefined);
        const other = rest.slice(0, 2 * BLOCK_BYTES);
        other.fill(0, other.length - 1);
        const last = block + Math.ceil(other.length / BLOCK_BYTES) - 1;
        const isOther = rest[other.length - 1] !== 0;
        assert.equal(damagedBlock(footer, block, other), isOther ? last : undefined);
      }
    }
  }
});

const test = suite("damaged content files");

/** Two reads, and more. */
const SIZE = 9 * BLOCK_BYTES + 1_000;
const CORRUPT = { name: "StorageError", code: "corrupt" };

for (const [what, byte, block] of [
  ["the first byte", 0, 0],
  ["the last byte of a block", BLOCK_BYTES - 1, 0],
  ["a block within", 6 * BLOCK_BYTES, 6],
  ["the last byte", SIZE - 1, 9],
] as const) {
  for (const bit of [0, 7]) {
    test(`bit ${bit} of ${what} is never read`, () =>
      withContent(async (storage, file) => {
        await flipBit(file, 8 * byte + bit);
        await assert.rejects(readBytes(storage, "i", "v"), CORRUPT);
        const good = content(SIZE, 1);
        for (let other = 0; other < 10; other++) {
          const [first, last] = [other * BLOCK_BYTES, Math.min((other + 1) * BLOCK_BYTES, SIZE)];
          for (const [start, end] of [
            [first, last],
            [first, first + 1],
            [last - 1, last],
          ] as const) {
            const read = readRange(storage, start, end);
            if (other === block) await assert.rejects(read, CORRUPT);
            else assert.deepEqual(await read, good.subarray(start, end));
          }
        }
        const read = await readUntilFailure(storage);
        assert.ok(read.length <= block * BLOCK_BYTES);
        assert.deepEqual(read, good.subarray(0, read.length));
      }));
  }
}

test("checksums that are damaged are noticed", () =>
  withContent(async (storage, file) => {
    await flipBit(file, 8 * SIZE + 33);
    await assert.rejects(readRange(storage, 0, 1), { ...CORRUPT, message: /checksums/ });
  }));

test("a file that is cut, or is another content, is noticed", () =>
  withContent(async (storage, file) => {
    const whole = await readFile(file);
    for (const size of [whole.length - 1, SIZE, SIZE - 1, 0]) {
      await truncate(file, size);
      await assert.rejects(readBytes(storage, "i", "v"), {
        ...CORRUPT,
        message: /Cannot read the content: its file ends at byte|checksums/,
      });
      await writeFile(file, whole);
    }
    assert.deepEqual(await readBytes(storage, "i", "v"), content(SIZE, 1));
  }));

test("a file that is another content's is noticed", () =>
  withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(directory);
    try {
      await storage.apply("i", [putBytes("v", content(SIZE, 1)), putBytes("w", content(SIZE, 2))]);
      const [first = "", second = ""] = await contentFiles(directory);
      await copyFile(second, first);
      const read = await Promise.allSettled(
        ["v", "w"].map((name) => readBytes(storage, "i", name)),
      );
      const codes = read.map((one) => (one.status === "rejected" ? one.reason.code : "read"));
      assert.deepEqual(codes.toSorted(), ["corrupt", "read"]);
    } finally {
      await storage.close();
    }
  }));

/** Gives `run` a store with one content, and its file. */
function withContent(
  run: (storage: FilesystemStorage, file: string) => Promise<void>,
): Promise<void> {
  return withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(directory);
    try {
      await storage.apply("i", [putBytes("v", content(SIZE, 1))]);
      const [file = ""] = await contentFiles(directory);
      await run(storage, file);
    } finally {
      await storage.close();
    }
  });
}

async function readRange(
  storage: VariableStorage,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const variable = await storage.open("i", "v");
  assert.ok(variable);
  try {
    return new Uint8Array(Buffer.concat(await fromAsync(variable.read(start, end))));
  } finally {
    await variable.close();
  }
}

/** What a reader has when the reading fails, which it has to. */
async function readUntilFailure(storage: VariableStorage): Promise<Uint8Array> {
  const variable = await storage.open("i", "v");
  assert.ok(variable);
  const chunks: Uint8Array[] = [];
  const reading = async () => {
    for await (const chunk of variable.read()) chunks.push(chunk);
  };
  await assert.rejects(reading(), CORRUPT);
  await variable.close();
  return new Uint8Array(Buffer.concat(chunks));
}

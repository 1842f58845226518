import assert from "node:assert/strict";
import { BlockWriter } from "../../../adapters/memory/_block_writer.ts";
import { suite } from "../../support/suite.ts";

const test = suite("BlockWriter");

const KIB = 1_024;

function blockSizes(size: number, chunkBytes: number): number[] {
  const writer = new BlockWriter();
  const chunk = new Uint8Array(chunkBytes).fill(7);
  for (let left = size; left > 0; left -= chunkBytes) writer.write(chunk.subarray(0, left));
  assert.equal(writer.size, size);
  return writer.finish().map((block) => {
    assert.ok(block.every((byte) => byte === 7));
    return block.buffer.byteLength;
  });
}

test("holds exactly the bytes, in few blocks, and no room beyond them", () => {
  assert.deepEqual(blockSizes(0, 1), []);
  assert.deepEqual(blockSizes(1, 1), [1]);
  assert.deepEqual(blockSizes(64 * KIB, 64 * KIB), [64 * KIB]);
  assert.deepEqual(blockSizes(64 * KIB + 1, 1_000), [64 * KIB, 1]);
  assert.deepEqual(
    blockSizes(4_000 * KIB, 5_000 * KIB),
    [64, 128, 256, 512, 1_024, 1_024, 992].map((size) => size * KIB),
  );
});

test("keeps nothing of the chunks it was given", () => {
  const writer = new BlockWriter();
  const chunk = new Uint8Array([1, 2, 3]);
  writer.write(chunk);
  chunk.fill(0);
  writer.write(new Uint8Array(0));
  assert.deepEqual(writer.finish(), [new Uint8Array([1, 2, 3])]);
});

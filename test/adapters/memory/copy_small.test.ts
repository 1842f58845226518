import assert from "node:assert/strict";
import { copySmall } from "../../../adapters/memory/_copy_small.ts";
import { suite } from "../../support/suite.ts";

const test = suite("copySmall");

test("gives copies that do not overlap, in buffers of 16 KiB", () => {
  const sizes = [0, 1, 2_048, 16_384, 3, 16_383, 2, 0, 5_000, 5_000, 5_000, 5_000];
  const given = sizes.map((size, i) => new Uint8Array(size).fill(i + 1));
  const copies = given.map(copySmall);
  const expected = given.map((bytes) => bytes.slice());
  for (const bytes of given) bytes.fill(255);
  assert.deepEqual(copies, expected);
  for (const { buffer } of copies) assert.ok(buffer.byteLength <= 16_384);
});

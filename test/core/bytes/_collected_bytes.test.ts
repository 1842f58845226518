import assert from "node:assert/strict";
import { CollectedBytes } from "../../../core/bytes/_collected_bytes.ts";
import { suite } from "../../support/suite.ts";

const test = suite("CollectedBytes");

test("copies what is appended, whatever its size", () => {
  for (const size of [1, 2, 100, 8_192, 8_193, 70_000]) {
    const collected = new CollectedBytes();
    const expected: number[] = [];
    for (let i = 0; i < 5; i++) {
      const chunk = Buffer.alloc(size, i);
      collected.append(chunk);
      chunk.fill(0xee);
      expected.push(...new Array<number>(size).fill(i));
    }
    assert.equal(collected.size, 5 * size);
    assert.deepEqual(collected.bytes(), Uint8Array.from(expected));
  }
});

test("keeps small ones apart that share a memory", () => {
  const all = Array.from({ length: 500 }, (_, i) => {
    const collected = new CollectedBytes();
    collected.append(Uint8Array.of(i & 0xff, i >> 8, 1, 2, 3));
    if (i % 3 === 0) collected.append(Uint8Array.of(4));
    return collected;
  });
  all.forEach((collected, i) => {
    const tail = i % 3 === 0 ? [4] : [];
    assert.deepEqual([...collected.bytes()], [i & 0xff, i >> 8, 1, 2, 3, ...tail]);
  });
});

test("is empty before anything is appended, and again after it was cleared", () => {
  const collected = new CollectedBytes();
  assert.equal(collected.bytes().length, 0);
  collected.append(Uint8Array.of(1, 2, 3));
  const former = collected.bytes();
  collected.clear();
  assert.equal(collected.size, 0);
  assert.equal(collected.bytes().length, 0);
  collected.append(Uint8Array.of(4));
  assert.deepEqual([...collected.bytes()], [4]);
  assert.deepEqual([...former], [1, 2, 3]);
});

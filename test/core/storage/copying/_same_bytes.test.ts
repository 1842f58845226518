import assert from "node:assert/strict";
import { content, sourceOf } from "../../../../adapters/contract/_content.ts";
import { sameBytes } from "../../../../core/storage/copying/_same_bytes.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("sameBytes()");
const bytes = content(1_000);

test("compares bytes, however they are cut", async () => {
  for (const [one, other] of [
    [7, 13],
    [1_000, 1],
    [10, 10],
  ]) {
    assert.equal(await sameBytes(sourceOf(bytes, one), sourceOf(bytes, other)), true);
  }
  assert.equal(await sameBytes(sourceOf(content(0)), sourceOf(content(0))), true);
});

test("finds another byte, and a missing one on either side", async () => {
  const other = bytes.slice();
  other.set([(other[999] ?? 0) ^ 1], 999);
  const others = [other, bytes.subarray(0, 999), bytes.subarray(0, 990), content(0)];
  for (const different of others) {
    assert.equal(await sameBytes(sourceOf(bytes, 10), sourceOf(different, 10)), false);
    assert.equal(await sameBytes(sourceOf(different, 10), sourceOf(bytes, 10)), false);
  }
});

test("ends both sources", async () => {
  let ended = 0;
  async function* counted(source: AsyncIterable<Uint8Array>) {
    try {
      yield* source;
    } finally {
      ended++;
    }
  }
  await sameBytes(counted(sourceOf(bytes, 10)), counted(sourceOf(content(1_000, 2), 10)));
  assert.equal(ended, 2);
});

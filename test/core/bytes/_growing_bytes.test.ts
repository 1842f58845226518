import assert from "node:assert/strict";
import fc from "fast-check";
import { GrowingBytes } from "../../../core/bytes/_growing_bytes.ts";
import { suite } from "../../support/suite.ts";

const test = suite("GrowingBytes");

test("collects what it is given, and begins anew", () => {
  const pieces = fc.array(
    fc.record({
      chunk: fc.uint8Array({ maxLength: 40 }),
      start: fc.nat(40),
      max: fc.oneof(fc.nat(50), fc.constant(Infinity)),
    }),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 3 }), (rounds) => {
      const collected = new GrowingBytes();
      for (const round of rounds) {
        const expected: number[] = [];
        for (const { chunk, start, max } of round) {
          collected.append(chunk, start, max);
          expected.push(...chunk.slice(start, start + max));
          assert.deepEqual([...collected.bytes], expected);
          assert.equal(collected.length, expected.length);
        }
        collected.clear();
        assert.equal(collected.length, 0);
      }
    }),
  );
});

test("copies", () => {
  const collected = new GrowingBytes();
  const chunk = Uint8Array.of(1, 2);
  collected.append(chunk, 0, 2);
  chunk.fill(0);
  assert.deepEqual([...collected.bytes], [1, 2]);
});

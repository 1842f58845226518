import assert from "node:assert/strict";
import fc from "fast-check";
import {
  MAX_POOLED_BYTES,
  type PooledBytes,
  ValuePool,
} from "../../../adapters/memory/_value_pool.ts";
import { suite } from "../../support/suite.ts";

const test = suite("ValuePool");
const BLOCK_BYTES = 16_384;

test("gives back what was put, whatever comes and goes, and wastes no more than is used", () => {
  const size = fc.oneof(fc.nat(20), fc.nat(MAX_POOLED_BYTES), fc.constant(MAX_POOLED_BYTES));
  const step = fc.record({ size, deletions: fc.array(fc.nat(1_000), { maxLength: 2 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: "max" }), (steps) => {
      const pool = new ValuePool();
      const kept: { value: PooledBytes; bytes: Uint8Array; view: Uint8Array }[] = [];
      for (const [i, { size, deletions }] of steps.entries()) {
        const bytes = new Uint8Array(size).fill(i);
        const given = bytes.slice();
        const value = pool.add(given);
        given.fill(255);
        kept.push({ value, bytes, view: value.view() });
        for (const deletion of deletions) {
          const [gone] = kept.splice(deletion % kept.length, 1);
          if (gone === undefined) break;
          pool.delete(gone.value);
          assert.deepEqual(gone.view, gone.bytes);
          assert.equal(gone.value.view().byteLength, 0);
        }
      }
      for (const { value, bytes, view } of kept) {
        assert.deepEqual(value.view(), bytes);
        assert.deepEqual(view, bytes);
      }
      const used = kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
      const buffers = new Set(kept.map(({ value }) => value.view().buffer));
      const room = Array.from(buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
      assert.ok(room <= 2 * used + BLOCK_BYTES, `${room} bytes for ${used}`);
    }),
  );
});

test("takes no more room for a few values than they need", () => {
  const pool = new ValuePool();
  assert.equal(pool.add(new Uint8Array(5)).view().buffer.byteLength, 5);
  assert.equal(pool.add(new Uint8Array(3)).view().buffer.byteLength, 5);
  assert.equal(pool.add(new Uint8Array(2)).view().buffer.byteLength, 5);
  assert.equal(pool.add(new Uint8Array(1)).view().buffer.byteLength, 10);
  assert.equal(pool.add(new Uint8Array(0)).view().byteLength, 0);
});

test("deletes a value once", () => {
  const pool = new ValuePool();
  const [a, b] = [pool.add(new Uint8Array(10).fill(1)), pool.add(new Uint8Array(10).fill(2))];
  pool.delete(a);
  pool.delete(a);
  assert.deepEqual(b.view(), new Uint8Array(10).fill(2));
});

test("overwrites a value in its place, which changes no copy of it", () => {
  const pool = new ValuePool();
  const [a, b] = [pool.add(new Uint8Array(10).fill(1)), pool.add(new Uint8Array(10).fill(2))];
  const copy = a.copy();
  a.overwrite(new Uint8Array(10).fill(3));
  assert.deepEqual(copy, new Uint8Array(10).fill(1));
  assert.deepEqual(a.copy(), new Uint8Array(10).fill(3));
  assert.deepEqual(b.copy(), new Uint8Array(10).fill(2));
});

test("keeps nothing of values without bytes, however many come and go", () => {
  const pool = new ValuePool();
  const block = pool.add(new Uint8Array(1)).block;
  for (let i = 0; i < 3; i++) {
    const empty = pool.add(new Uint8Array(0));
    empty.overwrite(new Uint8Array(0));
    assert.equal(empty.copy().byteLength, 0);
    pool.delete(empty);
  }
  assert.equal(block?.values.length, 1);
});

import assert from "node:assert/strict";
import { MAGIC } from "../../../../adapters/filesystem/log/_record.ts";
import { scanSegment } from "../../../../adapters/filesystem/log/_scan_segment.ts";
import type { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { draftDelete, draftPut, recordBytes, withSegment } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("scanSegment()");

/** Bytes of one read of the scan. */
const WINDOW_BYTES = 262_144;

/** A record that was visited, or bytes that were skipped: `[start, end]`. */
type Seen =
  | { readonly offset: number; readonly sequence: number; readonly isWhole: boolean }
  | readonly [number, number];

test("visits records of all lengths, over all edges of its windows", () =>
  withSegment(async (segment) => {
    for (const size of [0, 100, 2_000, 60_000, WINDOW_BYTES, WINDOW_BYTES + 5, 3 * WINDOW_BYTES]) {
      const count = Math.min(Math.ceil((2.5 * WINDOW_BYTES) / (size + 70)) + 2, 3_000);
      const parts = Array.from({ length: count }, (_, at) => put(segment, at, size));
      const expected: Seen[] = [];
      let offset = 0;
      for (const [sequence, part] of parts.entries()) {
        expected.push({ offset, sequence, isWhole: true });
        offset += part.length;
      }
      await expectScan(segment, parts, expected);
    }
  }));

test("finds the next record behind garbage, wherever that ends in a window", () =>
  withSegment(async (segment) => {
    const record = put(segment, 7, 10);
    for (const edge of [0, 1, WINDOW_BYTES, WINDOW_BYTES - 2_112, 2 * WINDOW_BYTES - 3]) {
      for (let shift = -4; shift <= 4; shift++) {
        const length = edge + shift;
        if (length < 1) continue;
        const garbage = filled(length, 0xf7);
        await expectScan(
          segment,
          [garbage, record],
          [[0, length], { offset: length, sequence: 7, isWhole: true }],
        );
      }
    }
  }));

test("takes a magic for no record if no head follows", () =>
  withSegment(async (segment) => {
    const record = put(segment, 7, 10);
    const other = recordBytes(segment.salt - 1, draftPut("i", "a", filled(10, 1)));
    for (const garbage of [
      MAGIC,
      Buffer.concat([MAGIC, MAGIC, MAGIC]),
      other,
      record.subarray(0, 45),
    ]) {
      const end = garbage.length;
      await expectScan(
        segment,
        [garbage, record],
        [[0, end], { offset: end, sequence: 7, isWhole: true }],
      );
      await expectScan(
        segment,
        [record, garbage],
        [{ offset: 0, sequence: 7, isWhole: true }, [record.length, record.length + end]],
      );
    }
  }));

test("goes on behind a record whose description or body was damaged", () =>
  withSegment(async (segment) => {
    const first = put(segment, 1, 300_000);
    const second = put(segment, 2, 0);
    for (const at of [first.length - 1, 44, first.length - 300_001]) {
      const damaged = Buffer.from(first);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      const isHead = at === 44;
      await expectScan(
        segment,
        [damaged, second],
        [
          isHead ? [0, first.length] : { offset: 0, sequence: 1, isWhole: false },
          { offset: first.length, sequence: 2, isWhole: true },
        ],
      );
    }
  }));

test("looks for no records in the body of one", () =>
  withSegment(async (segment) => {
    const inner = put(segment, 9, 10);
    const outer = recordBytes(segment.salt, draftPut("i", "a", inner), { sequence: 1 });
    await expectScan(segment, [outer], [{ offset: 0, sequence: 1, isWhole: true }]);
    outer[10] = 0;
    await expectScan(
      segment,
      [outer],
      [
        [0, outer.length - inner.length],
        { offset: outer.length - inner.length, sequence: 9, isWhole: true },
      ],
    );
  }));

test("ends where the file is cut", () =>
  withSegment(async (segment) => {
    const first = recordBytes(segment.salt, draftDelete("i", "a"), { sequence: 1 });
    const second = put(segment, 2, 500);
    const start = first.length;
    await expectScan(segment, [], []);
    for (const [length, isHead] of [
      [1, false],
      [40, false],
      [second.length - 501, true],
      [second.length - 1, true],
    ] as const) {
      await expectScan(
        segment,
        [first, second.subarray(0, length)],
        [
          { offset: 0, sequence: 1, isWhole: true },
          isHead ? { offset: start, sequence: 2, isWhole: false } : [start, start + length],
        ],
      );
    }
  }));

function put({ salt }: Segment, sequence: number, size: number): Buffer {
  return recordBytes(salt, draftPut("instance", "name", filled(size, 0xf7)), { sequence });
}

async function expectScan(
  segment: Segment,
  parts: readonly Uint8Array[],
  expected: readonly Seen[],
): Promise<void> {
  const bytes = Buffer.concat(parts);
  await segment.cut(0);
  await segment.write(bytes, 0);
  const seen: Seen[] = [];
  const length = await scanSegment(segment, {
    visit({ head, offset, isWhole, window, at }) {
      assert.ok(window.subarray(at, at + 4).equals(MAGIC));
      seen.push({ offset, sequence: head.sequence, isWhole });
    },
    skip(start, end) {
      seen.push([start, end]);
    },
  });
  assert.deepEqual(seen, expected);
  assert.equal(length, bytes.length);
}

import assert from "node:assert/strict";
import { KeyColumns } from "../../../../adapters/filesystem/keys/_key_columns.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("KeyColumns");

/** More than two blocks. */
const SLOTS = 10_000;
const LARGEST = { sequence: 2 ** 53 - 1, offset: 0xffffffff, bytes: 0xffffffff };

test("keep what is written to each slot, and take slots again that were given back", () => {
  const columns = new KeyColumns();
  const segments = [1, 2, 3].map((number) => new Segment(number, 0, "none", () => {}));
  const segmentOf = (slot: number) => segments[slot % 3] ?? assert.fail();
  for (let slot = 0; slot < SLOTS; slot++) {
    assert.equal(columns.add(), slot);
    columns.write(slot, segmentOf(slot), { sequence: slot, offset: 2 * slot, bytes: 3 * slot });
    columns.setRemnants(slot, slot % 7);
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    assert.equal(columns.sequence(slot), slot);
    assert.equal(columns.remnants(slot), slot % 7);
    const place = columns.place(slot);
    assert.equal(place.segment, segmentOf(slot));
    assert.deepEqual([place.offset, place.bytes], [2 * slot, 3 * slot]);
  }
  columns.delete(17);
  columns.delete(5_000);
  assert.deepEqual([columns.add(), columns.add(), columns.add()], [5_000, 17, SLOTS]);
  columns.write(17, segmentOf(0), LARGEST);
  const { sequence, ...place } = LARGEST;
  assert.equal(columns.sequence(17), sequence);
  assert.deepEqual(columns.place(17), { segment: segmentOf(0), ...place });
});

test("throw for a slot that was never added or written", () => {
  const columns = new KeyColumns();
  assert.throws(() => columns.place(0), /The keys have no slot 0/);
  columns.add();
  assert.throws(() => columns.place(0), /Slot 0 of the keys was never written/);
  const segment = new Segment(1, 0, "none", () => {});
  columns.write(0, segment, LARGEST);
  columns.forgetSegment(segment);
  assert.throws(() => columns.place(0), RangeError);
});

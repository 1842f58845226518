import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { Sequence } from "../../../../adapters/filesystem/_sequence.ts";
import { KeyDirectory } from "../../../../adapters/filesystem/keys/_key_directory.ts";
import { HintWriter } from "../../../../adapters/filesystem/log/_hint_file.ts";
import { LogOpening } from "../../../../adapters/filesystem/log/_log_opening.ts";
import {
  draftMark,
  HEAD_BYTES,
  OPERATIONS,
  readHead,
} from "../../../../adapters/filesystem/log/_record.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import type { StoreDamage } from "../../../../adapters/filesystem/log/_store_damage.ts";
import { filled } from "../../../support/filesystem_store.ts";
import {
  draftDelete,
  draftPut,
  recordBytes,
  recordsOf,
  withSegment,
} from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("LogOpening");

/** Far above what the clock gives. */
const SEQUENCE = 2 ** 52;

test("takes in the records of a segment, and goes on behind their numbers", () =>
  withSegment(async (segment) => {
    const { end } = await write(segment, "closed");
    const { keys, sequence } = await load(segment);
    assert.equal(segment.isSealed, false);
    assert.equal(segment.bytes, end);
    assert.deepEqual(
      keys.list("i", "", 9).map(({ name }) => name),
      ["b", "c"],
    );
    assert.deepEqual([...keys.files()], [SEQUENCE + 7]);
    assert.equal(sequence.next(), SEQUENCE + 8);
  }));

test("takes in the hint of a sealed segment instead, without a look at the segment", () =>
  withSegment(async (segment) => {
    const hint = new HintWriter();
    const entry = { operation: OPERATIONS.put, instanceId: "i", bytes: 60, file: undefined };
    for (let at = 0; at < 20_000; at++) {
      hint.add({ ...entry, name: String(at), sequence: SEQUENCE + at, offset: 60 * at });
    }
    hint.add({
      ...entry,
      operation: OPERATIONS.delete,
      name: "7",
      sequence: SEQUENCE + 20_000,
      offset: 1_200_000,
    });
    segment.bytes = 1_200_060;
    await hint.save(segment);
    segment.bytes = 0;
    const { keys, sequence } = await load(segment);
    assert.equal(segment.isSealed, true);
    assert.equal(segment.bytes, 1_200_060);
    assert.equal(keys.list("i", "", 20_000).length, 19_999);
    assert.equal(keys.find("i", "8")?.place.offset, 480);
    assert.equal(sequence.next(), SEQUENCE + 20_001);
  }));

test("reads the records if the hint was damaged", () =>
  withSegment(async (segment) => {
    await write(segment, "closed");
    await new HintWriter().save(new Segment(1, segment.salt - 1, segment.path, () => {}));
    const { keys } = await load(segment);
    assert.equal(segment.isSealed, false);
    assert.equal(keys.list("i", "", 20_000).length, 2);
  }));

test("cuts off what a crash tore", () =>
  withSegment(async (segment) => {
    const { end } = await write(segment, "synced");
    const torn = recordBytes(segment.salt, draftPut("i", "d", filled(100, 1)), { synced: end });
    await segment.write(torn.subarray(0, torn.length - 1), end);
    const { keys, damages } = await load(segment);
    assert.deepEqual(damages, []);
    assert.equal(segment.bytes, end);
    // Behind it stands only that all of it is on the disk.
    const behind = await segment.read(end, 1_000);
    assert.equal(behind.length, HEAD_BYTES);
    const { operation, synced } = readHead(behind, 0, segment.salt) ?? {};
    assert.deepEqual({ operation, synced }, { operation: OPERATIONS.synced, synced: end });
    assert.equal(keys.find("i", "d"), undefined);
  }));

test("tells damage of values that it knows, and keeps their keys", () =>
  withSegment(async (segment) => {
    const { starts } = await write(segment, "closed");
    const start = starts[1] ?? 0;
    const end = starts[2] ?? 0;
    await segment.write(filled(1, 0xff), end - 1);
    const { keys, damages } = await load(segment);
    const variable = { instanceId: "i", name: "b" };
    assert.deepEqual(damages, [{ file: segment.logPath, start, end, variable }]);
    assert.equal(keys.list("i", "", 20_000).length, 2);
    assert.equal(existsSync(segment.hintPath), false);
  }));

test("refuses damage of which it does not know whose it is, and changes nothing", () =>
  withSegment(async (segment) => {
    const { starts, end } = await write(segment, "synced");
    const [, start = 0, behind = 0] = starts;
    await segment.write(filled(1, 0xff), start + 20);
    await segment.write(filled(5, 1), end + 41);
    await assert.rejects(load(segment), {
      name: "StorageError",
      code: "corrupt",
      message: new RegExp(
        `^Cannot open the store: '${segment.logPath}' is damaged from byte ${start} to ${behind},`,
      ),
    });
    assert.equal((await segment.read(end, 100)).length, 46);
    assert.equal(existsSync(segment.hintPath), false);
  }));

for (const mark of ["synced", "closed"] as const) {
  test(`goes on with the rest if such damage is accepted, once and for all: ${mark}`, () =>
    withSegment(async (segment) => {
      const { starts } = await write(segment, mark);
      const [, start = 0, end = 0] = starts;
      await segment.write(filled(1, 0xff), start + 20);
      const first = await load(segment, true);
      const damage = { file: segment.logPath, start, end, variable: undefined };
      assert.deepEqual(first.damages, [damage]);
      assert.deepEqual(
        first.keys.list("i", "", 9).map(({ name }) => name),
        ["c"],
      );
      assert.equal(segment.isSealed, true);
      const second = await load(segment);
      assert.deepEqual(second.damages, []);
      assert.deepEqual(
        second.keys.list("i", "", 9).map(({ name }) => name),
        ["c"],
      );
      assert.equal(await recordsOf(segment), "+a ? +c -a");
    }));
}

/** Writes puts of `a`, `b` and `c`, which has a file, a deletion of `a`, and a mark. Returns where they begin, and where the mark does. */
async function write(segment: Segment, mark: "synced" | "closed") {
  const { salt } = segment;
  const parts = [
    recordBytes(salt, draftPut("i", "a", filled(10, 1)), { sequence: SEQUENCE }),
    recordBytes(salt, draftPut("i", "b", filled(10, 1)), { sequence: SEQUENCE + 1 }),
    recordBytes(salt, draftPut("i", "c", filled(0, 0), SEQUENCE + 7), { sequence: SEQUENCE + 2 }),
    recordBytes(salt, draftDelete("i", "a"), { sequence: SEQUENCE + 3 }),
  ];
  const starts: number[] = [];
  let end = 0;
  for (const part of parts) {
    starts.push(end);
    await segment.write(part, end);
    end += part.length;
  }
  await segment.write(recordBytes(salt, draftMark(OPERATIONS[mark]), { synced: end }), end);
  return { starts, end };
}

async function load(segment: Segment, acceptDamage = false) {
  const keys = new KeyDirectory();
  const sequence = new Sequence();
  const damages: StoreDamage[] = [];
  const onDamage = (damage: StoreDamage) => damages.push(damage);
  const opening = new LogOpening(keys, sequence, { acceptDamage, onDamage }, new Map());
  await opening.load(segment);
  await keys.complete();
  return { keys, sequence, damages };
}

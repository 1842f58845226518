import assert from "node:assert/strict";
import type { FoundKey } from "../../../../adapters/filesystem/keys/_key_directory.ts";
import type { DraftRecord } from "../../../../adapters/filesystem/log/_record.ts";
import type { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import {
  readRecord,
  readRecords,
  readWhole,
} from "../../../../adapters/filesystem/read/_read_records.ts";
import { INLINE_BYTES } from "../../../../core/storage/storage.ts";
import { countCalls } from "../../../support/count_calls.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { draftPut, recordBytes, withSegment } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("reading of records");

const CORRUPT = { name: "StorageError", code: "corrupt" };
const SIZES = [0, 1, INLINE_BYTES, INLINE_BYTES + 1, 10_000, 65_536];
const LONG = "\u{1f600}".repeat(255);

test("reads records with their contents", () =>
  withSegment(async (segment) => {
    const drafts = SIZES.map((size) => draftPut("i", `v${size}`, filled(size, 9)));
    const found = await write(segment, [...drafts, draftPut("i", LONG, filled(5, 9))]);
    for (const [at, size] of [...SIZES, 5].entries()) {
      const key = found[at] ?? assert.fail();
      const { record, body, content } = await readWhole(key);
      assert.equal(record.name, key.name);
      assert.equal(record.version, key.sequence.toString(36));
      assert.equal(record.size, size);
      assert.deepEqual(body, filled(size, 9));
      assert.equal(content, undefined);
      assert.deepEqual(record.inline, size <= INLINE_BYTES ? filled(size, 9) : undefined);
      assert.deepEqual(await readRecord(key), record);
    }
    assert.deepEqual(
      (await readRecords(found.toReversed())).map(({ size }) => size),
      [5, ...SIZES.toReversed()],
    );
    assert.deepEqual(await readRecords([]), []);
  }));

test("tells the file of a content that has one", () =>
  withSegment(async (segment) => {
    const [key = assert.fail()] = await write(segment, [draftPut("i", "a", filled(0, 0), 77)]);
    const { record, content } = await readWhole(key);
    assert.deepEqual(content, { file: 77, size: 70_000, sum: 5 });
    assert.equal(record.size, 70_000);
    assert.equal(record.inline, undefined);
  }));

test("reads no body that does not belong into the record", () =>
  withSegment(async (segment) => {
    const [key = assert.fail()] = await write(segment, [draftPut("i", "a", filled(60_000, 1))]);
    // The body was damaged, which only the reading of the content finds.
    await segment.write(filled(1, 0), key.place.bytes - 1);
    assert.equal((await readRecord(key)).size, 60_000);
    assert.equal(segment.isDamaged, false);
    await assert.rejects(readWhole(key), CORRUPT);
    assert.equal(segment.isDamaged, true);
  }));

test("reads the whole record if its description is long", () =>
  withSegment(async (segment) => {
    const draft = draftPut("i", "a", filled(20_000, 1));
    const type = "t".repeat(8_000);
    const description = Buffer.concat([draft.description.subarray(0, 7), Buffer.from(`"${type}"`)]);
    const [key = assert.fail()] = await write(segment, [{ ...draft, description }]);
    assert.equal((await readRecord(key)).type, type);
  }));

test("reads neighbours at once, and others not", () =>
  withSegment(async (segment) => {
    const sizes = [10, 10, 10, 10, 20_000, 10, 15_000, 10, 10];
    const drafts = sizes.map((size, at) => draftPut("i", `v${at}`, filled(size, 1)));
    const found = await write(segment, drafts);
    const pick = (...at: readonly number[]) => at.map((one) => found[one] ?? assert.fail());
    for (const [wanted, reads] of [
      [pick(0), 1],
      [pick(0, 1, 2, 3), 1],
      [pick(3, 0), 1],
      [pick(3, 5), 2],
      [pick(5, 7, 8), 1],
      [pick(5, 6, 7), 1],
      [pick(3, 4, 5), 3],
      [found, 3],
    ] as const) {
      let records: readonly { readonly name: string }[] = [];
      const count = await countCalls("read", async () => {
        records = await readRecords(wanted);
      });
      assert.equal(count, reads);
      assert.deepEqual(
        records.map(({ name }) => name),
        wanted.map(({ name }) => name),
      );
    }
  }));

test("takes nothing for a variable that is not what was written", () =>
  withSegment(async (segment) => {
    const drafts = [draftPut("i", "a", filled(10, 1)), draftPut("i", "b", filled(10, 1))];
    const found = await write(segment, drafts);
    const [a = assert.fail(), b = assert.fail()] = found;
    const { bytes } = a.place;
    for (const at of [0, 4, 8, 12, 20, 42, bytes - 12, bytes - 1]) {
      const before = await segment.read(at, 1);
      await segment.write(filled(1, 0xee), at);
      for (const read of [readRecord, readWhole, () => readRecords(found)]) {
        await assert.rejects(read(a), {
          ...CORRUPT,
          message: `Cannot read variable 'a' of 'i': its record in '${segment.logPath}', byte 0 to ${bytes}, is not what was written`,
        });
      }
      assert.equal((await readRecord(b)).size, 10);
      await segment.write(before, at);
    }
    assert.equal((await readRecords(found)).length, 2);
    for (const other of [
      { ...a, sequence: a.sequence + 1 },
      { ...b, place: a.place },
      { ...b, place: { ...b.place, offset: b.place.offset + bytes } },
    ]) {
      await assert.rejects(readRecord(other), CORRUPT);
    }
  }));

test("fails if the system does", () =>
  withSegment(async (segment) => {
    const [key = assert.fail()] = await write(segment, [draftPut("i", "a", filled(10, 1))]);
    await withFailing("read", { code: "EIO" }, () =>
      assert.rejects(readRecord(key), { name: "StorageError", code: "io" }),
    );
    assert.equal(segment.isDamaged, false);
    assert.equal((await readRecord(key)).size, 10);
  }));

/** Writes records, and returns what the keys would know of them. */
async function write(
  segment: Segment,
  drafts: readonly DraftRecord[],
): Promise<readonly FoundKey[]> {
  const found: FoundKey[] = [];
  let offset = 0;
  for (const [at, draft] of drafts.entries()) {
    const sequence = 1_000 + at;
    const bytes = recordBytes(segment.salt, draft, { sequence });
    await segment.write(bytes, offset);
    const place = { segment, offset, bytes: bytes.length };
    const { instanceId, name } = draft;
    found.push({ instanceId, name, slot: at, sequence, place });
    offset += bytes.length;
  }
  segment.bytes = offset;
  return found;
}

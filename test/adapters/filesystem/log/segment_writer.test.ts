import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import type { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import type { DraftRecord, RecordPosition } from "../../../../adapters/filesystem/log/_record.ts";
import { scanSegment } from "../../../../adapters/filesystem/log/_scan_segment.ts";
import type { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import {
  type DraftCall,
  placeAt,
  SegmentWriter,
} from "../../../../adapters/filesystem/log/_segment_writer.ts";
import { Tail } from "../../../../adapters/filesystem/log/_tail.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled, openWithSegments, putBytes } from "../../../support/filesystem_store.ts";
import { draftDelete, draftPut, withStore } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const SEGMENT_BYTES = 4_096;

const test = suite("SegmentWriter");

test("keeps what is on the disk, also if it cannot write the mark behind it", () =>
  withTempDir(async (directory) => {
    const first = await openWithSegments(directory, SEGMENT_BYTES);
    await first.apply("i", [putBytes("a", filled(10, 1))]);
    await withFailing("writeSync", { code: "ENOSPC" }, () =>
      first.apply("i", [putBytes("b", filled(10, 2))]),
    );
    assert.deepEqual(await namesOf(first), ["a", "b"]);
    await first.close();
    const second = await openWithSegments(directory, SEGMENT_BYTES);
    assert.deepEqual(await namesOf(second), ["a", "b"]);
    await second.close();
  }));

test("refuses a call if it cannot seal a full segment, and goes on later", () =>
  withTempDir(async (directory) => {
    const storage = await openWithSegments(directory, SEGMENT_BYTES);
    await storage.apply("i", [putBytes("a", filled(SEGMENT_BYTES, 1))]);
    await withFailing("write", { code: "ENOSPC", times: 1 }, () =>
      assert.rejects(storage.apply("i", [putBytes("b", null)]), {
        name: "StorageError",
        code: "full",
      }),
    );
    await storage.apply("i", [putBytes("c", null)]);
    assert.deepEqual(await namesOf(storage), ["a", "c"]);
    await storage.close();
  }));

test("appends calls, and says behind them what is on the disk, but not before it is", () =>
  withWriter(async (writer) => {
    const { segment, offsets } = await writer.append([
      call(1, draftPut("i", "a", filled(10, 1)), draftDelete("i", "b")),
      call(2, draftPut("i", "c")),
    ]);
    assert.equal(writer.segment, segment);
    assert.equal(writer.unsynced, segment.bytes);
    assert.deepEqual(await headsOf(segment), [
      { sequence: 1, synced: 0, hasMore: true, offset: 0 },
      { sequence: 1, synced: 0, hasMore: false, offset: offsets[1] },
      { sequence: 2, synced: 0, hasMore: false, offset: offsets[2] },
    ]);
    const end = segment.bytes;
    assert.deepEqual(placeAt(offsets, 2), { offset: offsets[2], bytes: end - (offsets[2] ?? 0) });
    await writer.sync();
    assert.equal(writer.unsynced, 0);
    const mark = { sequence: 0, synced: end, hasMore: false, offset: end };
    assert.deepEqual((await headsOf(segment)).at(-1), mark);
    await writer.append([call(3, draftPut("i", "d"))]);
    const last = { ...mark, sequence: 3 };
    assert.deepEqual((await headsOf(segment)).at(-1), last, "It is written over the mark");
  }));

test("does not say that what was appended before is on the disk until it is synced", () =>
  withWriter(async (writer) => {
    const { segment } = await writer.append([call(1, draftPut("i", "a"))]);
    await writer.append([call(2, draftPut("i", "b"))]);
    assert.deepEqual(
      (await headsOf(segment)).map(({ synced }) => synced),
      [0, 0],
    );
    await writer.sync();
    const end = segment.bytes;
    await writer.append([call(3, draftPut("i", "c"))]);
    await writer.append([call(4, draftPut("i", "d"))]);
    assert.deepEqual(
      (await headsOf(segment)).map(({ synced }) => synced),
      [0, 0, end, end],
    );
  }));

test("writes records that are larger than its buffer, and calls that are", () =>
  withWriter(async (writer) => {
    const sizes = [10, 262_144, 1_000_000, 0, 200_000, 200_000];
    const drafts = sizes.map((size, at) => draftPut("i", String(at), filled(size, at)));
    const many = Array.from({ length: 9_000 }, (_, at) => draftDelete("i", String(at)));
    const { segment, offsets } = await writer.append([call(1, ...drafts), call(2, ...many)]);
    const heads = await headsOf(segment);
    assert.deepEqual(
      heads.map(({ offset }) => offset),
      offsets.slice(0, -1),
    );
    assert.equal(heads.filter(({ hasMore }) => !hasMore).length, 2);
  }));

for (const after of [0, 1]) {
  test(`takes back what it wrote if write ${after + 1} fails, and goes on in its place`, () =>
    withWriter(async (writer, store) => {
      await writer.append([call(1, draftPut("i", "a"))]);
      await writer.sync();
      const { segment } = writer;
      assert.ok(segment);
      const before = await headsOf(segment);
      const drafts = [1, 2, 3].map((at) => draftPut("i", String(at), filled(200_000, at)));
      await withFailing("write", { code: "ENOSPC", after }, () =>
        assert.rejects(writer.append([call(2, ...drafts)]), { name: "StorageError", code: "full" }),
      );
      assert.equal(store.guard.broken, false);
      assert.deepEqual(await headsOf(segment), before);
      await writer.append([call(3, draftPut("i", "b"))]);
      assert.deepEqual(
        (await headsOf(segment)).map(({ sequence }) => sequence),
        [1, 3],
      );
    }));
}

for (const operation of ["ftruncate", "fdatasync"] as const) {
  test(`refuses all further writes if it cannot take a failed one back: ${operation}`, () =>
    withWriter(async (writer, store) => {
      await writer.append([call(1, draftPut("i", "a"))]);
      await writer.sync();
      await withFailing("write", { code: "ENOSPC" }, () =>
        withFailing(operation, { code: "EIO" }, () =>
          assert.rejects(writer.append([call(2, draftPut("i", "b"))]), { code: "io" }),
        ),
      );
      assert.equal(store.guard.broken, true);
    }));
}

test("refuses all further writes when a sync has failed, and cuts off what was not synced", () =>
  withWriter(async (writer, store) => {
    await writer.append([call(1, draftPut("i", "a"))]);
    await writer.sync();
    const { segment } = await writer.append([call(2, draftPut("i", "b"))]);
    await withFailing("fdatasync", { code: "EIO" }, () =>
      assert.rejects(writer.sync(), { name: "StorageError", code: "io" }),
    );
    assert.equal(store.guard.broken, true);
    await writer.cutUnsynced();
    assert.deepEqual(
      (await headsOf(segment)).map(({ sequence }) => sequence),
      [1],
    );
  }));

test("seals a segment when it is told, and when it is full", () =>
  withWriter(async (writer, store, sealed) => {
    await writer.seal();
    assert.deepEqual(sealed, [], "There is nothing to seal");
    const first = (await writer.append([call(1, draftPut("i", "a"))])).segment;
    await writer.seal();
    assert.equal(writer.segment, undefined);
    const full = draftPut("i", "a", filled(SEGMENT_BYTES, 1));
    const second = (await writer.append([call(2, full), call(3, full)])).segment;
    assert.deepEqual(sealed, [first]);
    const third = (await writer.append([call(4, full)])).segment;
    assert.deepEqual(sealed, [first, second]);
    assert.deepEqual([...store.segments.all()], [first, second, third]);
    for (const { isSealed } of sealed) assert.equal(isSealed, true);
    assert.equal(third.isSealed, false);
    assert.equal((await tailOf(second)).isClosed, true);
    assert.equal((await tailOf(third)).isClosed, false);
    await writer.close();
    assert.equal((await tailOf(third)).isClosed, true);
    assert.equal(writer.segment, third);
  }));

test("begins no segment if its name cannot be synced, or it cannot be made", () =>
  withWriter(async (writer, store) => {
    const append = () => writer.append([call(1, draftPut("i", "a"))]);
    await withFailing("open", { code: "ENOSPC" }, () => assert.rejects(append(), { code: "full" }));
    assert.deepEqual([...store.segments.all()], []);
    await withFailing("fsync", { code: "EIO" }, () => assert.rejects(append(), { code: "io" }));
    assert.equal(writer.segment, undefined);
    assert.equal(store.guard.broken, true);
  }));

test("writes to no file that somebody else has deleted", () =>
  withWriter(async (writer) => {
    const { segment } = await writer.append([call(1, draftPut("i", "a"))]);
    await rm(segment.logPath);
    await assert.rejects(writer.append([call(2, draftPut("i", "b"))]), {
      code: "io",
      message: /was deleted, moved or replaced/,
    });
  }));

test("refuses a call that would make its segment longer than an offset can be", () =>
  withStore(async (store) => {
    const segment = await store.segments.create();
    segment.bytes = 0xffffffff - 1_000;
    const writer = new SegmentWriter(store, () => {}, segment);
    const put = draftPut("i", "a", filled(400, 1));
    const { offsets } = await writer.append([call(1, put)]);
    assert.equal(offsets[0], 0xffffffff - 1_000);
    const full = { name: "StorageError", code: "full" };
    await assert.rejects(writer.append([call(2, put, put)]), full);
    await writer.append([call(3, put)]);
  }, 2 ** 40));

function call(sequence: number, ...records: readonly DraftRecord[]): DraftCall {
  return { sequence, records };
}

function withWriter(
  run: (writer: SegmentWriter, store: Store, sealed: readonly Segment[]) => Promise<void>,
): Promise<void> {
  return withStore(async (store) => {
    const sealed: Segment[] = [];
    await run(new SegmentWriter(store, (segment) => sealed.push(segment)), store, sealed);
  }, SEGMENT_BYTES);
}

/** What the heads of all records of a segment say, which all have to be whole. */
async function headsOf(segment: Segment) {
  const heads: (RecordPosition & { readonly offset: number })[] = [];
  await scanSegment(segment, {
    visit({ head: { sequence, synced, hasMore }, offset, isWhole }) {
      assert.ok(isWhole);
      heads.push({ sequence, synced, hasMore, offset });
    },
    skip: () => assert.fail("Bytes are no record"),
  });
  return heads;
}

async function tailOf(segment: Segment): Promise<Tail> {
  const tail = new Tail(segment, () => {});
  await scanSegment(segment, tail);
  return tail;
}

async function namesOf(storage: VariableStorage): Promise<readonly string[]> {
  return (await storage.list("i")).map(({ name }) => name);
}

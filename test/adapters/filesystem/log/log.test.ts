import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { open, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import { StoreLayout } from "../../../../adapters/filesystem/disk/_store_layout.ts";
import { scanSegment } from "../../../../adapters/filesystem/log/_scan_segment.ts";
import type { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { SegmentWriter } from "../../../../adapters/filesystem/log/_segment_writer.ts";
import { Tail } from "../../../../adapters/filesystem/log/_tail.ts";
import { nextTurn } from "../../../../core/_next_turn.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled, openWithSegments, putBytes } from "../../../support/filesystem_store.ts";
import {
  draftPut,
  inLog,
  inStore,
  recordBytes,
  recordsOfAll,
  withStore,
} from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("Log");

const SEGMENT_BYTES = 4_096;
/** Segments longer than this are sealed when the log is closed. */
const LONG_BYTES = SEGMENT_BYTES / 16;
/** The id of the first record's instance, one byte. */
const IN_HEAD = 41;

test("goes on in the segment in which it ended", () =>
  withStore(async (store) => {
    await inLog(store, async ({ commit, log }) => {
      assert.equal(log.head.segment, undefined);
      await commit(draftPut("i", "a"));
    });
    const reopen = (second: Store) =>
      inLog(second, async ({ commit, keys }) => {
        await commit(draftPut("i", "b"));
        assert.equal(keys.list("i", "", 9).length, 2);
        assert.deepEqual(await recordsOfAll(second), ["+a +b"]);
      });
    await inStore(store.layout, reopen, SEGMENT_BYTES);
  }, SEGMENT_BYTES));

test("says at its end that it was closed, and seals segments that are long", () =>
  withStore(async (store) => {
    await inLog(store, async ({ commit, log }) => {
      await commit(draftPut("i", "a"));
      const copy = { sequence: 1, records: [draftPut("i", "b", filled(LONG_BYTES, 1))] };
      await log.copies.append([copy]);
    });
    const [short, long] = [...store.segments.all()];
    assert.ok(short && long);
    for (const segment of [short, long]) assert.equal((await tailOf(segment)).isClosed, true);
    assert.deepEqual([short.isSealed, long.isSealed], [false, true]);
    assert.deepEqual([existsSync(short.hintPath), existsSync(long.hintPath)], [false, true]);
  }, SEGMENT_BYTES));

test("says after a crash how much of it is on the disk", () =>
  withStore(async (store) => {
    const writer = new SegmentWriter(store, () => {});
    const { segment } = await writer.append([{ sequence: 1, records: [draftPut("i", "a")] }]);
    await inLog(store, async () => {
      let synced = 0;
      await scanSegment(segment, {
        visit: ({ head }) => {
          synced = head.synced;
        },
        skip: () => assert.fail("Bytes are no record"),
      });
      assert.equal(synced, segment.bytes);
    });
  }, SEGMENT_BYTES));

test("goes on in the last two segments that are not sealed, and seals all others", () =>
  withStore(async (store) => {
    for (const name of ["a", "b", "c", "d"]) {
      const writer = new SegmentWriter(store, () => {});
      await writer.append([{ sequence: 1, records: [draftPut("i", name)] }]);
    }
    await inLog(store, async ({ log, keys }) => {
      assert.equal(keys.list("i", "", 9).length, 4);
      assert.equal(log.head.segment?.number, 4);
      assert.equal(log.copies.segment?.number, 3);
      await store.background.drain();
      for (const { number, isSealed, hintPath } of store.segments.all()) {
        assert.equal(isSealed, number < 3);
        assert.equal(existsSync(hintPath), number < 3);
      }
    });
  }, SEGMENT_BYTES));

test("opens on a full disk, too", () =>
  withStore(async (store) => {
    for (const name of ["a", "b", "c"]) {
      const writer = new SegmentWriter(store, () => {});
      await writer.append([{ sequence: 1, records: [draftPut("i", name)] }]);
    }
    let size = 0;
    // To close it fails.
    await withFailing("write", { code: "ENOSPC" }, () =>
      assert.rejects(
        inLog(store, async ({ keys }) => {
          size = keys.list("i", "", 9).length;
        }),
        { code: "full" },
      ),
    );
    assert.equal(size, 3);
    assert.deepEqual(await recordsOfAll(store), ["+a", "+b", "+c"]);
  }, SEGMENT_BYTES));

test("deletes hints without a segment, and syncs that before it begins", () =>
  withStore(async (store) => {
    const { log } = store.layout;
    await writeFile(join(log, "00000007-00000001.hint"), "");
    await withFailing("fsync", { code: "EIO" }, () =>
      assert.rejects(
        inLog(store, () => assert.fail("It is open")),
        { code: "io" },
      ),
    );
    assert.deepEqual(await readdir(log), []);
  }, SEGMENT_BYTES));

test("gives the hint of a sealed segment: while it is saved, from its file, and made anew", () =>
  withStore(async (store) => {
    await inLog(store, async ({ commit, log }) => {
      await commit(draftPut("i", "a"));
      const { segment } = log.head;
      assert.ok(segment);
      await log.head.seal();
      const names = async () =>
        Array.from((await log.hintOf(segment)).entries(), ({ name }) => name);
      assert.deepEqual(await names(), ["a"]);
      await store.background.drain();
      assert.deepEqual(await names(), ["a"]);
      await rm(segment.hintPath);
      assert.deepEqual(await names(), ["a"]);
      assert.equal(existsSync(segment.hintPath), false);
    });
  }, SEGMENT_BYTES));

test("saves no hint of a segment in which a head was damaged", () =>
  withStore(async (store) => {
    await inLog(store, async ({ commit, log }) => {
      await commit(draftPut("i", "a"));
      const { segment } = log.head;
      assert.ok(segment);
      await segment.write(filled(1, 0xff), 20);
      await log.head.seal();
      await store.background.drain();
      assert.equal(existsSync(segment.hintPath), false);
      assert.equal((await log.hintOf(segment)).hasGaps, true);
      await segment.write(recordBytes(segment.salt, draftPut("i", "a")), 0);
      assert.equal((await log.hintOf(segment)).hasGaps, false);
    });
  }, SEGMENT_BYTES));

test("hides no record that was damaged before the segment was sealed", () =>
  withTempDir(async (directory) => {
    const storage = await withDamagedHead(directory);
    for (let count = 0; count < 10; count++) await put(storage, `b${count}`);
    await assert.rejects(storage.stat("i", "a"), { code: "corrupt" });
    await storage.close();
    await assert.rejects(openWithSegments(directory, SEGMENT_BYTES), { code: "corrupt" });
  }));

test("lets no segment be merged of which it is not known whose values are lost", () =>
  withTempDir(async (directory) => {
    const storage = await withDamagedHead(directory);
    const [damaged] = await segmentsOf(directory);
    // Garbage is merged all the time.
    for (let count = 0; count < 200; count++) await put(storage, "b");
    while ((await segmentsOf(directory)).length > 4) await nextTurn();
    assert.equal((await segmentsOf(directory))[0], damaged);
    await assert.rejects(storage.stat("i", "a"), { code: "corrupt" });
    await storage.close();
  }));

async function withDamagedHead(directory: string): Promise<VariableStorage> {
  const storage = await openWithSegments(directory, SEGMENT_BYTES);
  await put(storage, "a");
  const [segment = ""] = await segmentsOf(directory);
  const file = await open(join(new StoreLayout(directory).log, segment), "r+");
  await file.write(Uint8Array.of(0xff), 0, 1, IN_HEAD);
  await file.close();
  return storage;
}

function put(storage: VariableStorage, name: string): Promise<unknown> {
  return storage.apply("i", [putBytes(name, filled(1_000, 1))]);
}

async function segmentsOf(directory: string): Promise<readonly string[]> {
  const names = await readdir(new StoreLayout(directory).log);
  return names.filter((name) => name.endsWith(".log")).sort();
}

async function tailOf(segment: Segment): Promise<Tail> {
  const tail = new Tail(segment, () => {});
  await scanSegment(segment, tail);
  return tail;
}

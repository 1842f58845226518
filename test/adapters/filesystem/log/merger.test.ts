import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { DraftRecord } from "../../../../adapters/filesystem/log/_record.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { withFreeBytes } from "../../../support/free_bytes.ts";
import {
  draftDelete,
  draftPut,
  inLog,
  type LogParts,
  recordsOfAll,
  withStore,
} from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns, until } from "../../../support/until.ts";

const test = suite("Merger");

const SEGMENT_BYTES = 1_000;

/** A put that fills a segment. */
const full = (name: string): DraftRecord => draftPut("i", name, filled(SEGMENT_BYTES, 1));
const small = (name: string): DraftRecord => draftPut("i", name, filled(10, 1));
const deleted = (name: string): DraftRecord => draftDelete("i", name);

test("copies what is needed of a segment, and deletes it with its hint", () =>
  withLog(async ({ keys, commit, store, ...parts }) => {
    const kept = await commit(small("kept"));
    await commit(full("a"));
    await commit(full("a"));
    const [first] = store.segments.all();
    assert.ok(first);
    await mergeAll({ store, ...parts });
    assert.equal(existsSync(first.logPath), false);
    assert.equal(existsSync(first.hintPath), false);
    assert.equal(keys.find("i", "kept")?.sequence, kept, "A copy is the same version");
    assert.notEqual(keys.find("i", "kept")?.place.segment, first);
    assert.deepEqual(await recordsOfAll(store), ["+a", "+kept"]);
  }));

test("leaves garbage alone while calls are committed, up to what is needed and a segment", () =>
  withLog(async ({ commit, merge, store }) => {
    for (let i = 0; i < 2; i++) await commit(full("a"));
    await merge();
    assert.deepEqual(await recordsOfAll(store), ["+a", "+a"]);
    for (let i = 0; i < 4; i++) await commit(full("a"));
    await merge();
    assert.deepEqual(await recordsOfAll(store), ["+a", "+a"]);
  }));

test("leaves next to none on a nearly full disk", () =>
  withLog(async ({ commit, ...parts }) => {
    for (let i = 0; i < 3; i++) await commit(full("a"));
    await mergeAll(parts);
    assert.deepEqual(await recordsOfAll(parts.store), ["+a"]);
    assert.equal(parts.log.copies.segment, undefined, "There was nothing to copy");
  }));

test("keeps a deletion while another segment has what it hides, and no longer", () =>
  withLog(async ({ commit, store, ...parts }) => {
    await commit(full("x"), small("stays"));
    const [first] = store.segments.all();
    assert.ok(first);
    // It is not merged for now.
    first.isDamaged = true;
    await commit(deleted("x"), full("a"));
    for (let i = 0; i < 2; i++) {
      await commit(full("a"));
      await mergeAll({ store, ...parts });
      assert.deepEqual((await recordsOfAll(store)).toSorted(), ["+a", "+x +stays", "-x"]);
    }
    first.isDamaged = false;
    await mergeAll({ store, ...parts });
    assert.deepEqual((await recordsOfAll(store)).toSorted(), ["+a", "+stays"]);
  }));

test("drops a deletion that hides nothing, since the same segment has all that it hid", () =>
  withLog(async ({ commit, ...parts }) => {
    await commit(small("x"), small("stays"));
    await commit(deleted("x"));
    await mergeAll(parts);
    assert.deepEqual(await recordsOfAll(parts.store), ["+stays"]);
  }));

test("drops a deletion behind which there is a new put", () =>
  withLog(async ({ commit, store, ...parts }) => {
    await commit(full("x"), small("stays"));
    const [first] = store.segments.all();
    assert.ok(first);
    first.isDamaged = true;
    await commit(deleted("x"));
    await commit(small("x"));
    await mergeAll({ store, ...parts });
    assert.deepEqual(await recordsOfAll(store), ["+x +stays", "+x"]);
    await commit(deleted("x"));
    await mergeAll({ store, ...parts });
    assert.deepEqual(await recordsOfAll(store), ["+x +stays", "-x"]);
  }));

test("merges the segment that is appended to, and goes on with another", () =>
  withLog(async ({ commit, keys, store, ...parts }) => {
    await commit(small("a"), small("b"));
    await commit(deleted("a"));
    await mergeAll({ store, ...parts });
    assert.deepEqual(await recordsOfAll(store), ["+b"]);
    await commit(small("c"));
    assert.deepEqual(await recordsOfAll(store), ["+b", "+c"]);
    await commit(deleted("b"));
    await mergeAll({ store, ...parts });
    assert.deepEqual(
      keys.list("i", "", 9).map(({ name }) => name),
      ["c"],
    );
    assert.deepEqual(await recordsOfAll(store), ["+c"]);
  }));

test("waits for readers before it deletes", () =>
  withLog(async ({ commit, store, ...parts }) => {
    await commit(small("kept"), full("a"));
    await commit(full("a"));
    const [first] = store.segments.all();
    assert.ok(first);
    first.hold();
    const merging = mergeAll({ store, ...parts });
    await until(() => parts.keys.find("i", "kept")?.place.segment !== first);
    await manyTurns();
    assert.equal((await first.read(0, 10)).length, 10);
    assert.equal(existsSync(first.logPath), true);
    first.release();
    await merging;
    assert.deepEqual(await recordsOfAll(store), ["+a", "+kept"]);
  }));

for (const [what, at] of [
  ["head", 20],
  ["body", 60],
] as const) {
  test(`leaves a segment alone if the ${what} of a record that is needed was damaged`, () =>
    withLog(async ({ commit, keys, store, ...parts }) => {
      await commit(small("kept"), full("a"));
      const { segment: first, offset = 0 } = keys.find("i", "kept")?.place ?? {};
      assert.ok(first);
      await first.write(filled(3, 0xee), offset + at);
      for (let i = 0; i < 3; i++) await commit(full("a"));
      await mergeAll({ store, ...parts });
      assert.equal(first.isDamaged, true);
      assert.equal(keys.find("i", "kept")?.place.segment, first);
      const records = what === "head" ? "? +a" : "+kept +a";
      assert.deepEqual(await recordsOfAll(store), [records, "+a"], "All others are merged");
      // Without a hint, the next opening finds the damage.
      assert.equal(existsSync(first.hintPath), what === "body");
    }));
}

test("does nothing if there is no room, and nothing is left of it", () =>
  withLog(async ({ commit, keys, store, ...parts }) => {
    await commit(small("kept"), full("a"));
    await commit(full("a"));
    const place = keys.find("i", "kept")?.place;
    await withFailing("write", { code: "ENOSPC" }, () => mergeAll({ store, ...parts }));
    assert.deepEqual(keys.find("i", "kept")?.place, place);
    assert.equal(store.guard.broken, false);
    assert.deepEqual(await recordsOfAll(store), ["+kept +a", "+a", ""]);
  }));

test("leaves values readable when the copies cannot be synced", () =>
  withLog(async ({ commit, keys, store, ...parts }) => {
    await commit(small("kept"), full("a"));
    await commit(full("a"));
    const [first] = store.segments.all();
    assert.ok(first);
    await withFailing("fdatasync", { code: "EIO" }, () => mergeAll({ store, ...parts }));
    assert.equal(store.guard.broken, true);
    assert.equal(existsSync(first.logPath), true);
    const { segment, offset = 0, bytes = 0 } = keys.find("i", "kept")?.place ?? {};
    assert.notEqual(segment, first);
    assert.equal((await segment?.read(offset, bytes))?.length, bytes);
  }));

/** Merges all garbage, as on a disk that is nearly full. */
function mergeAll({ store, merge }: Pick<LogParts, "store" | "merge">): Promise<void> {
  return withFreeBytes(
    () => 1_000_000,
    async () => {
      store.requireRoom("small", 1);
      await merge();
    },
  );
}

function withLog(run: (parts: LogParts) => Promise<void>): Promise<void> {
  return withStore((store) => inLog(store, run), SEGMENT_BYTES);
}

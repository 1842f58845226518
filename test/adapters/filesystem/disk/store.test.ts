import assert from "node:assert/strict";
import { rename, rm } from "node:fs/promises";
import type { Store } from "../../../../adapters/filesystem/disk/_store.ts";
import { nextTurn } from "../../../../core/_next_turn.ts";
import { withFreeBytes } from "../../../support/free_bytes.ts";
import { withStore } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Store");

const MIB = 1_048_576;
const FULL = { name: "StorageError", code: "full" };

test("has segments of a 64th of the disk, within limits", async () => {
  const blocks = 2 ** 40;
  await withFreeBytes(
    () => blocks,
    () => withStore(async ({ segmentBytes }) => assert.equal(segmentBytes, 64 * MIB)),
  );
  await withStore(async ({ segmentBytes }) => {
    assert.ok(segmentBytes >= MIB && segmentBytes <= 64 * MIB);
  });
  await withStore(async ({ segmentBytes }) => assert.equal(segmentBytes, 5_000), 5_000);
});

test("keeps room to merge a segment, then for deletions, then for small values", async () => {
  const segmentBytes = 10 * MIB;
  for (const [left, small, contents] of [
    [3 * MIB, true, true],
    [2 * MIB - 1, true, false],
    [MIB / 2 - 1, false, false],
    [-1, false, false],
  ] as const) {
    await withFreeBytes(
      () => segmentBytes + left,
      () =>
        withStore(async (store) => {
          expectRoom(store, "small", small);
          expectRoom(store, "contents", contents);
          assert.equal(store.isTight, left < 3 * MIB);
        }, segmentBytes),
    );
  }
});

test("is not writable while its folder is away, which it looks up once a turn", () =>
  withStore(async (store) => {
    const { log } = store.layout;
    store.checkWritable();
    await rename(log, `${log}-away`);
    await nextTurn();
    assert.throws(() => store.checkWritable(), { name: "StorageError", code: "io" });
    await rename(`${log}-away`, log);
    store.checkWritable();
    await rm(log, { recursive: true });
    await nextTurn();
    assert.throws(() => store.checkWritable(), { code: "io" });
  }));

test("ends its background, and says so to what runs there", () =>
  withStore(async (store) => {
    let isDone = false;
    store.background.start(async () => {
      while (!store.isClosed) await new Promise((resolve) => setImmediate(resolve));
      isDone = true;
    });
    await store.endBackground();
    assert.equal(isDone, true);
  }));

function expectRoom(store: Store, kind: "small" | "contents", hasRoom: boolean): void {
  if (hasRoom) store.requireRoom(kind, 0);
  else assert.throws(() => store.requireRoom(kind, 1), FULL);
}

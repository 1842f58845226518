import assert from "node:assert/strict";
import fs from "node:fs";
import { mock } from "node:test";
import { DiskRoom, freeBytes } from "../../adapters/_disk_room.ts";
import { withFreeBytes } from "../support/free_bytes.ts";
import { suite } from "../support/suite.ts";

const test = suite("DiskRoom");

const KIB = 1_024;
const MIB = 1_048_576;

test("keeps the last for deletions, and some more for small values", () => {
  let free = 0;
  const room = new DiskRoom((bytes) => free - bytes);
  for (const [left, contents, small] of [
    [0, false, false],
    [513 * KIB, false, true],
    [2_050 * KIB, true, true],
    [2_048 * KIB, false, true],
  ] as const) {
    free = left;
    assert.equal(room.has("contents", KIB), contents, `${left} for contents`);
    assert.equal(room.has("small", KIB), small, `${left} for small`);
  }
});

test("looks at the disk seldom while there is much, and each time while there is little", () => {
  let free = 1_000 * MIB;
  let looks = 0;
  const room = new DiskRoom((bytes) => {
    looks++;
    return free - bytes;
  });
  for (let i = 0; i < 32; i++) assert.ok(room.has("contents", MIB));
  assert.equal(looks, 1);
  room.look();
  assert.ok(room.has("small", 1));
  assert.equal(looks, 2);
  free = 3 * MIB;
  room.look();
  for (let i = 0; i < 10; i++) room.has("small", MIB);
  assert.equal(looks, 12);
});

test("takes a file system that does not tell for one with room", async () => {
  assert.ok(freeBytes(".") > 0);
  assert.equal(freeBytes("/missing"), Number.POSITIVE_INFINITY);
  assert.equal(
    await withFreeBytes(
      () => 7,
      async () => freeBytes("."),
    ),
    7,
  );
  const silent = mock.method(fs, "statfsSync", () => ({ blocks: 0, bavail: 0, bsize: 4_096 }));
  assert.equal(freeBytes("."), Number.POSITIVE_INFINITY);
  silent.mock.restore();
});

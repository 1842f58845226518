import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { Segments } from "../../../../adapters/filesystem/log/_segments.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("Segments");

/** Number of segments whose descriptors stay open while nobody reads. */
const MAX_IDLE = 32;

test("are numbered one after the other, also after a deletion and when they are found again", () =>
  withTempDir(async (directory) => {
    const first = new Segments(directory);
    for (const number of [1, 2, 3]) assert.equal((await first.create()).number, number);
    const [one, two, three] = first.all();
    assert.ok(one && two && three);
    await first.delete(three);
    assert.equal((await first.create()).number, 4);
    await first.delete(one);
    await first.close();
    const second = new Segments(directory);
    assert.deepEqual(await second.find(), []);
    const found = [...second.all()];
    assert.deepEqual(
      found.map(({ number }) => number),
      [2, 4],
    );
    assert.deepEqual([found[0]?.salt, found[0]?.path], [two.salt, two.path]);
    assert.equal((await second.create()).number, 5);
    await second.close();
  }));

test("are found by their names, in the order of their numbers", () =>
  withTempDir(async (directory) => {
    for (const name of [
      "123456789-0000000a.log",
      "00000010-00000000.log",
      "00000009-ffffffff.log",
      "00000009-ffffffff.hint",
      "00000008-00000001.hint",
      "00000010-0000000g.log",
      "0000001-00000000.log",
      "00000011-00000000.log.bak",
      "notes.txt",
    ]) {
      await writeFile(join(directory, name), "");
    }
    const segments = new Segments(directory);
    assert.deepEqual(await segments.find(), [join(directory, "00000008-00000001.hint")]);
    const found = Array.from(segments.all(), ({ number, salt }) => [number, salt]);
    assert.deepEqual(found, [
      [9, 0xffffffff],
      [10, 0],
      [123_456_789, 10],
    ]);
  }));

test("that cannot be made are not there", () =>
  withTempDir(async (directory) => {
    const segments = new Segments(directory);
    const error = { code: "ENOSPC" };
    await withFailing("open", error, () => assert.rejects(segments.create(), error));
    assert.deepEqual([...segments.all()], []);
    const segment = await segments.create();
    assert.deepEqual([...segments.all()], [segment]);
    assert.deepEqual(await readdir(directory), [segment.logPath.slice(directory.length + 1)]);
    await segments.close();
  }));

test("close the descriptors that were not used for longest, but none that is in use", () =>
  withTempDir(async (directory) => {
    const segments = new Segments(directory);
    for (let i = 0; i < MAX_IDLE + 8; i++) {
      const segment = await segments.create();
      await segment.write(filled(1, i), 0);
    }
    const all = [...segments.all()];
    assert.deepEqual(all.filter(isOpen).length, MAX_IDLE);
    assert.deepEqual(all.slice(0, 8).filter(isOpen), []);
    for (const [i, segment] of all.entries()) {
      assert.deepEqual([...(await segment.read(0, 1))], [i]);
      assert.ok(isOpen(segment));
    }
    assert.equal(all.filter(isOpen).length, MAX_IDLE);
    const held = all.slice(8, 8 + MAX_IDLE);
    for (const segment of held) segment.hold();
    assert.deepEqual([...((await all[0]?.read(0, 1)) ?? [])], [0]);
    for (const segment of held) segment.release();
    assert.deepEqual(
      held.filter((segment) => !isOpen(segment)),
      [],
    );
    await segments.close();
    assert.deepEqual(all.filter(isOpen), []);
  }));

function isOpen(segment: Segment): boolean {
  return segment.isIdle;
}

test("are all closed in the end, also one that was made and never used", () =>
  withTempDir(async (directory) => {
    const segments = new Segments(directory);
    const segment = await segments.create();
    assert.equal(segment.isIdle, true);
    await segments.close();
    assert.equal(segment.isIdle, false);
  }));

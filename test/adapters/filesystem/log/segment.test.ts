import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { withSegment } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";

const test = suite("Segment");

test("reads what there is, and writes and cuts where it is told", () =>
  withSegment(async (segment) => {
    await segment.write(filled(10, 1), 0);
    segment.writeNow(filled(2, 2), 9);
    assert.deepEqual([...(await segment.read(8, 100))], [1, 2, 2]);
    await segment.cut(9);
    await segment.sync();
    assert.deepEqual([...(await segment.read(8, 100))], [1]);
    assert.deepEqual([...(await segment.read(9, 5))], []);
  }));

test("opens its file again after it was closed, once for all who wait", () =>
  withSegment(async (segment) => {
    await segment.write(filled(10, 1), 0);
    assert.equal(segment.isIdle, true);
    await segment.close();
    assert.equal(segment.isIdle, false);
    const reads = await Promise.all([segment.read(0, 1), segment.read(9, 1), segment.read(5, 1)]);
    assert.deepEqual(
      reads.map(([byte]) => byte),
      [1, 1, 1],
    );
    await segment.close();
    await segment.close();
    segment.writeNow(filled(1, 5), 0);
    await segment.write(filled(1, 2), 10);
    assert.deepEqual([...(await segment.read(0, 11))], [...filled(10, 1), 2]);
    await segment.close();
    await segment.sync();
  }));

test("tells each use, and is not idle meanwhile", () =>
  withSegment(async ({ path }) => {
    const idle: boolean[] = [];
    const segment: Segment = new Segment(1, 0, path, (used) => idle.push(used.isIdle));
    await segment.write(filled(10, 1), 0);
    const reading = segment.read(0, 1);
    assert.equal(segment.isIdle, false);
    await reading;
    await segment.sync();
    assert.equal(segment.isIdle, true);
    assert.deepEqual(idle, [false, false, false]);
    await segment.close();
  }));

test("is deleted when nobody holds or reads it any more", () =>
  withSegment(async (segment) => {
    await segment.write(filled(10, 1), 0);
    await writeFile(segment.hintPath, "");
    segment.hold();
    segment.hold();
    const reading = segment.read(0, 10);
    const deleting = segment.delete();
    await reading;
    segment.release();
    await manyTurns();
    assert.equal(existsSync(segment.logPath), true);
    assert.equal((await segment.read(0, 10)).length, 10);
    segment.release();
    await deleting;
    assert.equal(existsSync(segment.logPath), false);
    assert.equal(existsSync(segment.hintPath), false);
    await assert.rejects(segment.read(0, 10), { code: "ENOENT" });
  }));

test("knows that somebody else has deleted its file", () =>
  withSegment(async (segment) => {
    assert.equal(segment.isDeleted, false);
    await rm(segment.logPath);
    assert.equal(segment.isDeleted, true);
    await segment.close();
    assert.equal(segment.isDeleted, false, "It is not open");
    await assert.rejects(segment.write(filled(1, 1), 0), { code: "ENOENT" });
  }));

test("takes no file that is there for a new one", () =>
  withSegment(async ({ number, salt, path }) => {
    await assert.rejects(new Segment(number, salt, path, () => {}).create(), { code: "EEXIST" });
  }));

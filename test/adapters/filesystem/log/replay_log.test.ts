import assert from "node:assert/strict";
import fs from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mock } from "node:test";
import {
  encodeFrame,
  encodePrologue,
  FRAME_MAGIC,
} from "../../../../adapters/filesystem/log/_log_frame.ts";
import { encodeRecord } from "../../../../adapters/filesystem/log/_log_record.ts";
import {
  type LogState,
  type RecordVisitor,
  replayLog,
} from "../../../../adapters/filesystem/log/_replay_log.ts";
import { recordBytes } from "../../../../adapters/filesystem/log/_variable_index.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("replayLog()");
const SALT = 12_345;

test("visits all records of all frames, with their places", async () => {
  const frames = [frame(0, ["a", "b"]), frame(1, ["c"]), frame(2, [])];
  const log = Buffer.concat([encodePrologue(SALT), ...frames]);
  const { names, state, places } = await replay(log);
  assert.deepEqual(names, ["a", "b", "c"]);
  assert.deepEqual(state, { salt: SALT, end: log.length, torn: false, sequence: 3 });
  for (const { offset, record } of places) {
    assert.deepEqual(log.subarray(offset, offset + record.length), record);
  }
});

test("reads frames larger than a window, and more small ones than fit into one", async () => {
  const large = encodeFrame([encodeRecord(put("large"), Buffer.alloc(3_000_000, 1))], 0, SALT);
  const small = Array.from({ length: 20_000 }, (_, i) => frame(i + 1, [`n${i}`]));
  const { names } = await replay(Buffer.concat([encodePrologue(SALT), large, ...small]));
  assert.equal(names.length, 20_001);
  assert.equal(names.at(-1), "n19999");
});

test("leaves out a last frame that is cut anywhere", async () => {
  const whole = Buffer.concat([encodePrologue(SALT), frame(0, ["a"]), frame(1, ["b"])]);
  const log = Buffer.concat([whole, frame(2, ["lost", "too"])]);
  for (let length = whole.length + 1; length < log.length; length += 7) {
    const { names, state } = await replay(log.subarray(0, length));
    assert.deepEqual(names, ["a", "b"]);
    assert.deepEqual(state, { salt: SALT, end: whole.length, torn: true, sequence: 2 });
  }
});

test("leaves out a last frame that is damaged, or never was more than zeros", async () => {
  const whole = Buffer.concat([encodePrologue(SALT), frame(0, ["a"])]);
  const last = frame(1, ["lost"]);
  last.writeUInt8(0, last.length - 1);
  for (const tail of [last, Buffer.alloc(100), Buffer.alloc(2_500_000)]) {
    const { names, state } = await replay(Buffer.concat([whole, tail]));
    assert.deepEqual(names, ["a"]);
    assert.equal(state.end, whole.length);
    assert.equal(state.torn, true);
  }
});

test("is corrupt when a good frame follows a bad one", async () => {
  const start = Buffer.concat([encodePrologue(SALT), frame(0, ["a"])]);
  const middle = encodeFrame([encodeRecord(put("b"), Buffer.alloc(1_500_000))], 1, SALT);
  const log = Buffer.concat([start, middle, frame(2, ["c"])]);
  for (const at of [start.length, start.length + 5, start.length + 17, start.length + 700_000]) {
    const bad = Buffer.from(log);
    bad.writeUInt8(bad.readUInt8(at) ^ 1, at);
    await assert.rejects(replay(bad), { name: "StorageError", code: "corrupt", message: /byte / });
  }
});

test("is corrupt when a frame is missing", async () => {
  const log = Buffer.concat([encodePrologue(SALT), frame(0, ["a"]), frame(2, ["c"]), frame(3, [])]);
  await assert.rejects(replay(log), { code: "corrupt" });
});

test("is corrupt when it is no log, or one of another version", async () => {
  for (const bytes of ["", "varpost1", "varpost2\0\0\0\0", "something else entirely"]) {
    await assert.rejects(replay(Buffer.from(bytes)), { code: "corrupt" });
  }
});

test("takes no content for a frame", async () => {
  const forged = frame(9, ["forged"], SALT + 1);
  const whole = Buffer.concat([encodePrologue(SALT), frame(0, ["a"])]);
  const torn = encodeFrame([encodeRecord(put("b"), forged)], 1, SALT);
  const { names } = await replay(Buffer.concat([whole, torn.subarray(0, -1)]));
  assert.deepEqual(names, ["a"]);
});

test("does not read anew for each magic in the content of a torn frame", async () => {
  const whole = Buffer.concat([encodePrologue(SALT), frame(0, ["a"])]);
  const magics = Buffer.alloc(4_000, FRAME_MAGIC);
  const torn = encodeFrame([encodeRecord(put("b"), magics)], 1, SALT).subarray(0, -1);
  const read = mock.method(fs, "read");
  try {
    const { names, state } = await replay(Buffer.concat([whole, torn]));
    assert.deepEqual(names, ["a"]);
    assert.equal(state.end, whole.length);
    assert.ok(read.mock.callCount() < 10, `${read.mock.callCount()} reads`);
  } finally {
    read.mock.restore();
  }
});

test("stops at the limit", async () => {
  const whole = Buffer.concat([encodePrologue(SALT), frame(0, ["a"])]);
  const { names } = await replay(Buffer.concat([whole, frame(1, ["b"])]), whole.length);
  assert.deepEqual(names, ["a"]);
});

function put(name: string) {
  return { name, type: "Bytes", size: 0, version: "v", updatedAt: 0 };
}

function frame(sequence: number, names: readonly string[], salt = SALT): Buffer {
  const records = names.map((name) => encodeRecord(put(name), Buffer.from(name)));
  return encodeFrame(records, sequence, salt);
}

interface Replayed {
  readonly names: string[];
  readonly places: { readonly offset: number; readonly record: Buffer }[];
  readonly state: LogState;
}

function replay(log: Uint8Array, limit?: number): Promise<Replayed> {
  return withTempDir(async (directory) => {
    const path = join(directory, "log");
    await writeFile(path, log);
    const file = await open(path);
    try {
      const names: string[] = [];
      const places: { offset: number; record: Buffer }[] = [];
      const visitor: RecordVisitor = {
        visit(subject, place, payload, start) {
          if ("name" in subject) names.push(subject.name);
          const record = payload.subarray(start, start + recordBytes(place));
          places.push({ offset: place.offset, record: Buffer.from(record) });
        },
      };
      const state = await replayLog(file.fd, visitor, limit);
      return { names, places, state };
    } finally {
      await file.close();
    }
  });
}

import assert from "node:assert/strict";
import { content as bytesOf } from "../../../../adapters/contract/_content.ts";
import { ContentWriter } from "../../../../adapters/postgres/contents/_content_writer.ts";
import { CHUNK_BYTES } from "../../../../adapters/postgres/tables/_chunk_rows.ts";
import { INLINE_BYTES } from "../../../../core/storage/storage.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { FakeContents } from "../../../support/postgres/fake_contents.ts";
import { suite } from "../../../support/suite.ts";
import { manyTurns } from "../../../support/until.ts";

const test = suite("ContentWriter");

/** The bytes that a window of 16 rows holds. */
const WINDOW = 16 * CHUNK_BYTES;

function written(parts: FakeContents): Buffer {
  const rows = parts.rows.get(1) ?? [];
  for (const [i, { index }] of rows.entries()) assert.equal(index, i);
  return Buffer.concat(rows.flatMap(({ pieces }) => pieces));
}

/** Writes chunks, and uses the buffer of each again as soon as the writer allows it. */
async function writeAll(writer: ContentWriter, bytes: Uint8Array, step: number): Promise<void> {
  const chunk = new Uint8Array(Math.min(step, bytes.length));
  for (let offset = 0; offset < bytes.length; offset += step) {
    const part = bytes.subarray(offset, offset + step);
    chunk.set(part);
    await writer.write(chunk.subarray(0, part.length));
    chunk.fill(0xee);
  }
}

for (const size of [0, 1, INLINE_BYTES]) {
  test(`keeps ${size} bytes in memory, and writes no row`, async () => {
    const parts = new FakeContents();
    const writer = new ContentWriter(parts);
    const bytes = bytesOf(size);
    await writeAll(writer, bytes, 1_000);
    const stage = await writer.finish();
    assert.equal(stage.size, size);
    assert.deepEqual(stage.bytes, bytes);
    assert.deepEqual(Buffer.concat(await fromAsync(stage.read())), Buffer.from(bytes));
    stage.usedUp();
    await stage.discard();
    assert.deepEqual([parts.writes, parts.leaseCalls], [[], []]);
  });
}

for (const size of [INLINE_BYTES + 1, CHUNK_BYTES, CHUNK_BYTES + 1, WINDOW, 2 * WINDOW + 3]) {
  for (const step of [999, 65_536, size]) {
    test(`writes ${size} bytes that come ${step} at a time in full rows but for the last`, async () => {
      const parts = new FakeContents();
      const writer = new ContentWriter(parts);
      const bytes = bytesOf(size);
      await writeAll(writer, bytes, step);
      const stage = await writer.finish();
      assert.deepEqual([stage.bytes, stage.size], [1, size]);
      assert.ok(written(parts).equals(bytes));
      assert.ok(Buffer.concat(await fromAsync(stage.read())).equals(bytes));
      assert.ok(Math.max(...parts.writes) <= 16);
      assert.deepEqual(parts.leaseCalls, ["addStage 1"]);
      stage.usedUp();
      await stage.discard();
      assert.deepEqual(parts.leaseCalls.slice(1), ["endStage 1", "discardStage 1"]);
    });
  }
}

test("sends smaller windows the more there are, and larger ones when others have ended", async () => {
  const parts = new FakeContents();
  for (let i = 0; i < 31; i++) parts.windowRows.enter();
  const writer = new ContentWriter(parts);
  await writeAll(writer, bytesOf(4 * CHUNK_BYTES + 1), CHUNK_BYTES);
  assert.deepEqual(parts.writes, [2, 2]);
  for (let i = 0; i < 31; i++) parts.windowRows.leave();
  await writeAll(writer, bytesOf(WINDOW), CHUNK_BYTES);
  await writer.finish();
  assert.deepEqual(parts.writes, [2, 2, 16, 1]);
  assert.equal(parts.windowRows.max, 16);
});

test("gathers one window while another one is being sent, and no more", async () => {
  const parts = new FakeContents();
  let goOn = () => {};
  parts.beforeWrite = () => new Promise((resolve) => (goOn = resolve));
  const writer = new ContentWriter(parts);
  await writeAll(writer, bytesOf(2 * WINDOW), CHUNK_BYTES);
  let isWritten = false;
  const writing = writeAll(writer, bytesOf(1), 1).then(() => {
    isWritten = true;
  });
  await manyTurns();
  assert.deepEqual([parts.writes, isWritten], [[16], false]);
  goOn();
  await writing;
  assert.deepEqual(parts.writes, [16, 16]);
  parts.beforeWrite = async () => {};
  goOn();
  await writer.finish();
  assert.deepEqual(parts.writes, [16, 16, 1]);
});

test("uses one row again and again beside many others", async () => {
  const parts = new FakeContents();
  for (let i = 0; i < 32; i++) parts.windowRows.enter();
  let goOn = () => {};
  parts.beforeWrite = () => new Promise((resolve) => (goOn = resolve));
  const writer = new ContentWriter(parts);
  const bytes = bytesOf(3 * CHUNK_BYTES + 1);
  let isWritten = false;
  const writing = writeAll(writer, bytes, CHUNK_BYTES).then(() => {
    isWritten = true;
  });
  await manyTurns();
  assert.deepEqual([parts.writes, isWritten], [[1], false]);
  parts.beforeWrite = async () => {};
  goOn();
  await writing;
  await writer.finish();
  assert.deepEqual(parts.writes, [1, 1, 1, 1]);
  assert.ok(written(parts).equals(bytes));
  assert.equal(parts.buffers.size, 1);
});

/** A writer whose first window fails in the background. */
async function failing(): Promise<{ parts: FakeContents; writer: ContentWriter }> {
  const parts = new FakeContents();
  const writer = new ContentWriter(parts);
  parts.beforeWrite = async () => {
    throw new Error("The window failed");
  };
  await writeAll(writer, bytesOf(WINDOW + 1), CHUNK_BYTES);
  // Nobody waits for the window now: its error must not end the process.
  await manyTurns();
  assert.deepEqual(parts.writes, [16]);
  return { parts, writer };
}

test("tells the error of a window in the background when the next one is full", async () => {
  const { parts, writer } = await failing();
  await assert.rejects(writeAll(writer, bytesOf(2 * WINDOW), CHUNK_BYTES), /The window failed/);
  assert.deepEqual(parts.writes, [16]);
  await writer.abort();
  assert.equal(parts.windowRows.max, 16);
});

test("tells it at the end, if no other window comes before", async () => {
  const { parts, writer } = await failing();
  await assert.rejects(writer.finish(), /The window failed/);
  await writer.abort();
  assert.deepEqual([parts.writes, parts.leaseCalls], [[16], []]);
});

test("tells the error of the last window, and leaves the others to be discarded", async () => {
  const parts = new FakeContents();
  const writer = new ContentWriter(parts);
  await writeAll(writer, bytesOf(WINDOW + 1), CHUNK_BYTES);
  await manyTurns();
  parts.beforeWrite = async () => {
    throw new Error("The window failed");
  };
  await assert.rejects(writer.finish(), /The window failed/);
  await writer.abort();
  assert.deepEqual(parts.leaseCalls, ["addStage 1", "discardStage 1"]);
});

test("ends without an error after a window has failed, and discards what another one has begun", async () => {
  const { parts, writer } = await failing();
  await writer.abort();
  assert.deepEqual(parts.leaseCalls, []);
  const other = new ContentWriter(parts);
  parts.beforeWrite = manyTurns;
  await writeAll(other, bytesOf(WINDOW + 1), CHUNK_BYTES);
  await other.abort();
  assert.deepEqual(parts.leaseCalls, ["addStage 1", "discardStage 1"]);
  assert.equal(parts.windowRows.max, 16);
});

test("counts many uploads that end in every way only as long as they run", async () => {
  const parts = new FakeContents();
  const writers = Array.from({ length: 64 }, () => new ContentWriter(parts));
  assert.equal(parts.windowRows.max, 1);
  for (const [i, writer] of writers.entries()) {
    if (i % 3 === 0) await writer.abort();
    else {
      await writeAll(writer, bytesOf(i % 3 === 1 ? 10 : INLINE_BYTES + 1), 1_000);
      await writer.finish();
    }
  }
  for (let i = 0; i < 4; i++) parts.windowRows.enter();
  assert.equal(parts.windowRows.max, 16);
});

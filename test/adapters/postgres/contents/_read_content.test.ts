import assert from "node:assert/strict";
import { content as bytesOf } from "../../../../adapters/contract/_content.ts";
import {
  type ContentSource,
  readContent,
} from "../../../../adapters/postgres/contents/_read_content.ts";
import {
  CHUNK_BYTES,
  type ChunkRow,
  sumOf,
} from "../../../../adapters/postgres/tables/_chunk_rows.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { FakeContents } from "../../../support/postgres/fake_contents.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("readContent()");

const SIZE = 40 * CHUNK_BYTES + 5;
const BYTES = bytesOf(SIZE);

/** A store with one content, number 1. */
function filled(): FakeContents {
  const parts = new FakeContents();
  const rows: ChunkRow[] = [];
  for (let index = 0; index * CHUNK_BYTES < SIZE; index++) {
    const bytes = BYTES.slice(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    // Rows come in pieces, of which some are empty.
    const pieces = [
      bytes.subarray(0, 70_000),
      bytes.subarray(70_000, 70_000),
      bytes.subarray(70_000),
    ];
    rows.push({ index, sum: sumOf(bytes), pieces });
  }
  parts.rows.set(1, rows);
  return parts;
}

async function read(
  parts: FakeContents,
  start = 0,
  end = SIZE,
  isWanted?: ContentSource["isWanted"],
): Promise<Uint8Array> {
  const source = isWanted ? { content: 1, size: SIZE, isWanted } : { content: 1, size: SIZE };
  return Buffer.concat(await fromAsync(readContent(parts, source, start, end)));
}

test("yields exactly the bytes of a range", async () => {
  const edges = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, SIZE - 5];
  edges.push(SIZE - 1, SIZE);
  for (const start of edges) {
    for (const end of edges.filter((edge) => edge >= start)) {
      const parts = filled();
      const got = await read(parts, start, end);
      assert.ok(Buffer.from(BYTES.subarray(start, end)).equals(got), `${start} to ${end}`);
      assert.equal(parts.windowRows.max, 16);
    }
  }
});

test("reads windows that become larger, and no row that is not wanted", async () => {
  const parts = filled();
  await read(parts, CHUNK_BYTES, 38 * CHUNK_BYTES);
  assert.deepEqual(parts.reads, ["1-2", "2-4", "4-8", "8-16", "16-24", "24-32", "32-38"]);
  await read(parts, 7, 7);
  assert.equal(parts.reads.length, 7);
});

test("reads one window ahead, but none while there are so many readers that each holds one row", async () => {
  for (const [others, ahead] of [
    [0, ["0-1", "1-3"]],
    [31, ["0-1", "1-2"]],
    [63, ["0-1"]],
  ] as const) {
    const parts = filled();
    for (let i = 0; i < others; i++) parts.windowRows.enter();
    for await (const _ of readContent(parts, { content: 1, size: SIZE }, 0, SIZE)) break;
    assert.deepEqual(parts.reads, ahead);
  }
});

test("reads smaller windows while there are many readers", async () => {
  const parts = filled();
  for (let i = 0; i < 15; i++) parts.windowRows.enter();
  await read(parts, 0, 6 * CHUNK_BYTES);
  assert.deepEqual(parts.reads, ["0-1", "1-3", "3-5", "5-6"]);
});

test("does not count as a reader any more when it is left early", async () => {
  const parts = filled();
  for (let i = 0; i < 4; i++) parts.windowRows.enter();
  const source = { content: 1, size: SIZE };
  for await (const piece of readContent(parts, source, 0, SIZE)) {
    assert.equal(piece.length, 70_000);
    assert.equal(parts.windowRows.max, 12);
    break;
  }
  assert.equal(parts.windowRows.max, 16);
});

for (const [title, remove] of Object.entries({
  "the first row is": (rows: ChunkRow[]) => rows.shift(),
  "a row in the middle is": (rows: ChunkRow[]) => rows.splice(20, 1),
  "the last row is": (rows: ChunkRow[]) => rows.pop(),
  "all rows are": (rows: ChunkRow[]) => rows.splice(0),
})) {
  test(`says that ${title} gone, or damaged if the variable still has the content`, async () => {
    const parts = filled();
    remove(parts.rows.get(1) ?? []);
    const gone = { name: "StorageError", code: "gone" };
    await assert.rejects(read(parts), gone);
    await assert.rejects(
      read(parts, 0, SIZE, async () => false),
      gone,
    );
    const damaged = { name: "StorageError", code: "corrupt", message: /its row \d+ is damaged$/ };
    await assert.rejects(
      read(parts, 0, SIZE, async () => true),
      damaged,
    );
    assert.equal(parts.windowRows.max, 16);
  });
}

for (const [title, damage] of Object.entries({
  "a flipped bit": ({ pieces, ...row }: ChunkRow) => ({
    ...row,
    pieces: [flipped(Buffer.concat(pieces))],
  }),
  "another sum": ({ sum, ...row }: ChunkRow) => ({ ...row, sum: sum ^ 1 }),
  "fewer bytes": ({ pieces, index }: ChunkRow) => summed(index, Buffer.concat(pieces).subarray(1)),
  "no bytes": ({ index }: ChunkRow) => summed(index, new Uint8Array()),
  "more bytes": ({ pieces, index }: ChunkRow) =>
    summed(index, Buffer.concat([...pieces, ...pieces])),
})) {
  for (const index of [0, 5, 40]) {
    test(`finds ${title} in row ${index}`, async () => {
      const parts = filled();
      const rows = parts.rows.get(1) ?? [];
      const row = rows[index];
      assert.ok(row !== undefined);
      rows[index] = damage(row);
      const message = `Cannot read a content: its row ${index} is damaged`;
      await assert.rejects(read(parts), { name: "StorageError", code: "corrupt", message });
      // The other rows are still good.
      if (index > 0) await read(parts, 0, CHUNK_BYTES);
    });
  }
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 0x10;
  return copy;
}

function summed(index: number, bytes: Uint8Array): ChunkRow {
  return { index, sum: sumOf(bytes), pieces: [bytes] };
}

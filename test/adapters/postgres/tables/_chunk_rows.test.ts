import assert from "node:assert/strict";
import {
  ChunkRowDecoder,
  COPY_HEADER,
  COPY_TRAILER,
  ROW_HEADER_BYTES,
  sumOf,
  writeRowHeader,
} from "../../../../adapters/postgres/tables/_chunk_rows.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("rows of contents");

/** CRC-32 of "123456789", the check value of its definition, as a signed integer. */
const DIGITS = Buffer.from("123456789");
const DIGITS_SUM = 0xcbf43926 | 0;

const ROWS = [
  { index: 7, sum: -2, bytes: Uint8Array.of(1, 2, 3) },
  { index: 8, sum: 0, bytes: new Uint8Array() },
  { index: 2_147_483_647, sum: 2_147_483_647, bytes: Uint8Array.of(255, 255, 0, 0, 255) },
];

/** What PostgreSQL sends for rows. */
function received(rows: readonly { index: number; sum: number; bytes: Uint8Array }[]): Buffer {
  const parts: Uint8Array[] = [COPY_HEADER];
  for (const { index, sum, bytes } of rows) {
    parts.push(int16(3), int32(4), int32(index), int32(4), int32(sum), int32(bytes.length), bytes);
  }
  return Buffer.concat([...parts, COPY_TRAILER]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** The rows, each with its bytes in one piece. */
function whole({ rows }: ChunkRowDecoder): typeof ROWS {
  return rows.map(({ index, sum, pieces }) => ({
    index,
    sum,
    bytes: new Uint8Array(Buffer.concat(pieces)),
  }));
}

test("are summed by CRC-32", () => {
  assert.equal(sumOf(DIGITS), DIGITS_SUM);
  assert.equal(sumOf(new Uint8Array()), 0);
  assert.equal(sumOf(DIGITS.subarray(0, 4), new Uint8Array(), DIGITS.subarray(4)), DIGITS_SUM);
});

test("are sent with their fields and lengths in front of the bytes", () => {
  const row = Buffer.concat([Buffer.alloc(ROW_HEADER_BYTES, 0xee), DIGITS]);
  writeRowHeader(row, 2 ** 40 + 5, 9);
  const expected = [int16(4), int32(8), int32(256), int32(5), int32(4), int32(9)];
  expected.push(int32(4), int32(DIGITS_SUM), int32(DIGITS.length), DIGITS);
  assert.deepEqual(row, Buffer.concat(expected));
});

test("are the same wherever what was received is cut", () => {
  const bytes = received(ROWS);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const decoder = new ChunkRowDecoder();
    decoder.push(bytes.subarray(0, cut));
    decoder.push(bytes.subarray(cut));
    assert.deepEqual(whole(decoder), ROWS, `cut at ${cut}`);
  }
});

test("are the same if each byte comes alone", () => {
  const decoder = new ChunkRowDecoder();
  for (const byte of received(ROWS)) decoder.push(Uint8Array.of(byte));
  assert.deepEqual(whole(decoder), ROWS);
});

test("are in the memory in which they came: no bytes are copied", () => {
  const decoder = new ChunkRowDecoder();
  const bytes = received(ROWS);
  decoder.push(bytes);
  const buffers = decoder.rows.flatMap(({ pieces }) => pieces.map(({ buffer }) => buffer));
  assert.deepEqual(new Set(buffers), new Set([bytes.buffer]));
});

test("are none if nothing but header and trailer was received", () => {
  const decoder = new ChunkRowDecoder();
  decoder.push(received([]));
  assert.deepEqual(decoder.rows, []);
});

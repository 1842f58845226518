import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import {
  type DraftRecord,
  draftMark,
  HEAD_BYTES,
  maxRecordBytes,
  OPERATIONS,
  readBody,
  readDescription,
  readHead,
  readKey,
  writeRecord,
} from "../../../../adapters/filesystem/log/_record.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { draftDelete, draftPut, recordBytes } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("records of the log");

const SALT = 0xfedcba98;
const LONG = "\u{1f600}".repeat(255);

const DRAFTS: readonly DraftRecord[] = [
  draftPut("i", "a", filled(10, 1)),
  draftPut("order-ä", "名", filled(0, 0)),
  draftPut(LONG, LONG, filled(70_000, 2)),
  draftPut("i", "file", filled(0, 0), 2 ** 53 - 1),
  draftDelete("i", "a"),
  draftMark(OPERATIONS.synced),
  draftMark(OPERATIONS.closed),
];

for (const draft of DRAFTS) {
  const { operation, instanceId, name, file, description, body } = draft;
  test(`are read as they were written: ${operation} ${name.slice(0, 4)}`, () => {
    for (const hasMore of [false, true]) {
      const position = { sequence: 1_700_000_000_123_456, synced: 0xfffffffe, hasMore };
      const bytes = Buffer.alloc(7 + maxRecordBytes(draft) + 3, 0xaa);
      const end = writeRecord(bytes, 7, SALT, draft, position);
      assert.ok(end - 7 <= maxRecordBytes(draft));
      const head = readHead(bytes, 7, SALT);
      assert.ok(head);
      assert.equal(head.bytes, end - 7);
      assert.equal(head.operation, operation);
      assert.equal(head.file, file);
      const { sequence, synced } = head;
      assert.deepEqual({ sequence, synced, hasMore: head.hasMore }, position);
      assert.deepEqual(readKey(bytes, 7, head), { instanceId, name });
      assert.deepEqual(readDescription(bytes, 7, SALT, head), Buffer.from(description));
      assert.deepEqual(readBody(bytes, 7, SALT, head), Buffer.from(body));
      assert.equal(bytes[6], 0xaa);
      assert.ok(bytes.subarray(end).every((byte) => byte === 0xaa));
    }
  });
}

test("are found damaged, each part by itself, whichever bit was flipped", () => {
  for (const draft of [
    draftPut("inst", "name", filled(9, 3)),
    draftPut("i", "n", filled(0, 0), 77),
  ]) {
    const bytes = recordBytes(SALT, draft);
    const headEnd = bytes.byteLength - draft.description.byteLength - draft.body.byteLength;
    for (let bit = 0; bit < 8 * bytes.byteLength; bit++) {
      const flipped = Buffer.from(bytes);
      const at = bit >> 3;
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
      const head = readHead(flipped, 0, SALT);
      assert.equal(head === undefined, at < headEnd, `byte ${at}`);
      if (head === undefined) continue;
      const isBody = at >= bytes.byteLength - draft.body.byteLength;
      assert.equal(readDescription(flipped, 0, SALT, head) === undefined, !isBody);
      assert.equal(readBody(flipped, 0, SALT, head) === undefined, isBody);
    }
  }
});

test("are found cut, wherever they end", () => {
  const draft = draftPut("inst", "name", filled(9, 3));
  const bytes = recordBytes(SALT, draft);
  const bodyAt = bytes.byteLength - 9;
  const headEnd = bodyAt - draft.description.byteLength;
  const whole = readHead(bytes, 0, SALT);
  assert.ok(whole);
  for (let length = 0; length < bytes.byteLength; length++) {
    const part = Buffer.from(bytes.subarray(0, length));
    assert.equal(readHead(part, 0, SALT) === undefined, length < headEnd);
    if (length < headEnd) continue;
    assert.equal(readDescription(part, 0, SALT, whole) === undefined, length < bodyAt);
    assert.equal(readBody(part, 0, SALT, whole), undefined);
  }
});

test("of another segment, or with an unknown operation, are none", () => {
  const bytes = recordBytes(SALT, draftPut("i", "a", filled(10, 1)));
  assert.equal(readHead(bytes, 0, SALT + 1), undefined);
  for (const operation of [0, 5, 15]) {
    const mark = recordBytes(SALT, draftMark(OPERATIONS.closed));
    mark[16] = operation;
    mark.writeUInt32LE(crc32(mark.subarray(8, HEAD_BYTES), SALT), 4);
    assert.equal(readHead(mark, 0, SALT), undefined);
  }
});

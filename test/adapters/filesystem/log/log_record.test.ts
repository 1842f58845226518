import assert from "node:assert/strict";
import {
  checkRecord,
  decodeDescription,
  decodeRecordHeader,
  decodeSubject,
  encodeRecord,
  type PutDescription,
  RECORD_HEADER_BYTES,
} from "../../../../adapters/filesystem/log/_log_record.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("log records");
const DESCRIPTION: PutDescription = {
  name: "Ä\u{1F600}",
  type: "File",
  valueInfo: { filename: 'a"b.txt' },
  size: 3,
  version: "v-1",
  updatedAt: 1_700_000_000_000,
};
const BODY = Uint8Array.of(1, 2, 3);
const RECORD = encodeRecord(DESCRIPTION, BODY);
const { descriptionBytes } = decodeRecordHeader(RECORD, 0);

test("gives description and body back", () => {
  assert.deepEqual(checkRecord(RECORD, descriptionBytes), { description: DESCRIPTION, body: BODY });
});

test("gives the description back without the body", () => {
  const head = RECORD.subarray(0, RECORD_HEADER_BYTES + descriptionBytes);
  const { description, body } = checkRecord(head, descriptionBytes);
  assert.deepEqual(description, DESCRIPTION);
  assert.equal(body.length, 0);
});

test("tells what a record is about, whatever the name holds", () => {
  for (const name of ["a", "\u00C4\u{1F600}", 'q"\\\n', "\u0001", ' {"name":', "n".repeat(255)]) {
    for (const [body, file] of [
      [BODY, undefined],
      [Uint8Array.of(), "f-1"],
    ] as const) {
      const rest = file === undefined ? {} : { file };
      const record = encodeRecord({ ...DESCRIPTION, name, ...rest }, body);
      const subject = decodeSubject(
        record,
        RECORD_HEADER_BYTES,
        record.length - body.length,
        body.length,
      );
      assert.ok("name" in subject);
      assert.deepEqual([subject.name, subject.file], [name, file]);
    }
  }
  const deletion = encodeRecord({ deleted: "a" });
  assert.deepEqual(decodeSubject(deletion, RECORD_HEADER_BYTES, deletion.length, 0), {
    deleted: "a",
  });
});

test("copies the body", () => {
  const body = Uint8Array.of(9);
  const record = encodeRecord({ ...DESCRIPTION, size: 1 }, body);
  body[0] = 0;
  assert.deepEqual(
    checkRecord(record, decodeRecordHeader(record, 0).descriptionBytes).body,
    Uint8Array.of(9),
  );
});

test("describes a deletion without a body", () => {
  const record = encodeRecord({ deleted: "a" });
  const header = decodeRecordHeader(record, 0);
  assert.equal(header.bodyBytes, 0);
  const end = RECORD_HEADER_BYTES + header.descriptionBytes;
  assert.deepEqual(decodeDescription(record, RECORD_HEADER_BYTES, end), { deleted: "a" });
});

test("is corrupt when a byte that matters was changed, or some are missing", () => {
  const corrupt = { name: "StorageError", code: "corrupt" };
  for (let i = 0; i < RECORD.length; i++) {
    const bad = Buffer.from(RECORD);
    bad.writeUInt8(bad.readUInt8(i) ^ 1, i);
    assert.throws(() => checkRecord(bad, descriptionBytes), corrupt, `byte ${i}`);
  }
  assert.throws(() => checkRecord(RECORD.subarray(0, -1), descriptionBytes), corrupt);
  assert.throws(() => checkRecord(RECORD.subarray(0, 10), descriptionBytes), corrupt);
});

test("is corrupt when a deletion lies where a variable should", () => {
  const record = encodeRecord({ deleted: "a" });
  const { descriptionBytes: length } = decodeRecordHeader(record, 0);
  assert.throws(() => checkRecord(record, length), { code: "corrupt" });
});

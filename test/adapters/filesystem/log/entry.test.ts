import assert from "node:assert/strict";
import { entryOf, type LogEntry } from "../../../../adapters/filesystem/log/_entry.ts";
import { draftMark, OPERATIONS, readHead } from "../../../../adapters/filesystem/log/_record.ts";
import { draftDelete, draftPut, recordBytes } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("entries of records");

const { put, delete: deletion, synced, closed } = OPERATIONS;

for (const [draft, operation, file] of [
  [draftPut("i", "ä"), put, undefined],
  [draftPut("i", "ä", new Uint8Array(0), 77), put, 77],
  [draftDelete("i", "ä"), deletion, undefined],
  [draftMark(synced), undefined, undefined],
  [draftMark(closed), undefined, undefined],
] as const) {
  test(`have what the keys need: operation ${draft.operation}, file ${file}`, () => {
    const bytes = recordBytes(5, draft, { sequence: 9 });
    const window = Buffer.concat([Buffer.alloc(3), bytes]);
    const head = readHead(window, 3, 5);
    assert.ok(head);
    const expected: LogEntry | undefined = operation && {
      operation,
      instanceId: "i",
      name: "ä",
      sequence: 9,
      offset: 1_000,
      bytes: bytes.length,
      file,
    };
    const entry = entryOf({ head, offset: 1_000, isWhole: true, window, at: 3 });
    assert.deepEqual(entry, expected);
  });
}

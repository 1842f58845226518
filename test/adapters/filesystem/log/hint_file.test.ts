import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, truncate, writeFile } from "node:fs/promises";
import type { LogEntry } from "../../../../adapters/filesystem/log/_entry.ts";
import { HintWriter, makeHint, readHint } from "../../../../adapters/filesystem/log/_hint_file.ts";
import { OPERATIONS } from "../../../../adapters/filesystem/log/_record.ts";
import { Segment } from "../../../../adapters/filesystem/log/_segment.ts";
import { withFailing } from "../../../support/failing_files.ts";
import { filled } from "../../../support/filesystem_store.ts";
import { draftDelete, draftPut, recordBytes, withSegment } from "../../../support/log_parts.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("hints");

const ENTRY: LogEntry = {
  operation: OPERATIONS.put,
  instanceId: "order-1",
  name: "amount",
  sequence: 1_700_000_000_123_456,
  offset: 0,
  bytes: 100,
  file: undefined,
};

const ENTRIES: readonly LogEntry[] = [
  ENTRY,
  { ...ENTRY, operation: OPERATIONS.delete, name: "ä\u{1f600}" },
  { ...ENTRY, file: 2 ** 53 - 1, offset: 0xffffffff, bytes: 0xffffffff },
  { ...ENTRY, instanceId: "\u{1f600}".repeat(255), name: "名".repeat(255) },
];

test("are read as they were written, however many entries they have", () =>
  withSegment(async (segment) => {
    for (const entries of [[], ENTRIES, Array.from({ length: 2_000 }, () => ENTRIES).flat()]) {
      const writer = new HintWriter();
      for (const entry of entries) writer.add(entry);
      assert.deepEqual([...writer.entries()], entries);
      segment.bytes = 0xfedcba98;
      await writer.save(segment);
      segment.bytes = 0;
      const hint = await readHint(segment);
      assert.deepEqual([...(hint?.entries() ?? [])], entries);
      assert.equal(segment.bytes, 0xfedcba98);
    }
  }));

test("are none if they are missing, cut, damaged, or another segment's", () =>
  withSegment(async (segment) => {
    assert.equal(await readHint(segment), undefined);
    const writer = new HintWriter();
    for (const entry of ENTRIES) writer.add(entry);
    await writer.save(segment);
    const bytes = await readFile(segment.hintPath);
    for (let at = 0; at < bytes.length; at += at < 64 ? 1 : 13) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      await writeFile(segment.hintPath, damaged);
      assert.equal(await readHint(segment), undefined, `byte ${at}`);
      await writeFile(segment.hintPath, bytes);
      await truncate(segment.hintPath, at);
      assert.equal(await readHint(segment), undefined, `cut to ${at}`);
    }
    await writeFile(segment.hintPath, bytes);
    assert.ok(await readHint(segment));
    assert.equal(
      await readHint(new Segment(1, segment.salt - 1, segment.path, () => {})),
      undefined,
    );
  }));

test("leave no file if they cannot be written", () =>
  withSegment(async (segment) => {
    const error = { code: "ENOSPC" };
    await withFailing("write", error, () => assert.rejects(new HintWriter().save(segment), error));
    assert.equal(existsSync(segment.hintPath), false);
  }));

test("are made from records, but for those whose heads were damaged", () =>
  withSegment(async (segment) => {
    const { salt } = segment;
    const first = recordBytes(salt, draftPut("i", "a", filled(10, 1)), { sequence: 3 });
    const second = recordBytes(salt, draftPut("i", "b", filled(10, 1)), { sequence: 4 });
    const third = recordBytes(salt, draftPut("j", "c", filled(0, 0), 9), { sequence: 5 });
    const fourth = recordBytes(salt, draftDelete("i", "a"), { sequence: 6 });
    // The body of the third is damaged, too, which the reading of the value finds.
    second[20] = 0xff;
    third[third.length - 1] = 0xff;
    await segment.write(Buffer.concat([first, second, third, fourth]), 0);
    const thirdAt = first.length + second.length;
    const entry = { instanceId: "i", name: "a", offset: 0, file: undefined };
    assert.deepEqual(
      [...(await makeHint(segment)).entries()],
      [
        { ...entry, operation: OPERATIONS.put, sequence: 3, bytes: first.length },
        {
          operation: OPERATIONS.put,
          instanceId: "j",
          name: "c",
          sequence: 5,
          offset: thirdAt,
          bytes: third.length,
          file: 9,
        },
        {
          ...entry,
          operation: OPERATIONS.delete,
          sequence: 6,
          offset: thirdAt + third.length,
          bytes: fourth.length,
        },
      ],
    );
  }));

import assert from "node:assert/strict";
import { join } from "node:path";
import { LogFile } from "../../../../adapters/filesystem/log/_log_file.ts";
import { readRanges } from "../../../../adapters/filesystem/log/_read_ranges.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";

const test = suite("readRanges()");

test("reads each range, far or near, in any order", () =>
  withTempDir(async (directory) => {
    const content = Buffer.alloc(4_000_000);
    for (let i = 0; i < content.length; i += 4) content.writeUInt32LE(i, i);
    const log = await LogFile.create(join(directory, "log"), "i");
    const start = await log.append([content]);
    const ranges = [
      { offset: start + 3_999_990, bytes: 10 },
      { offset: start, bytes: 4 },
      { offset: start + 4, bytes: 1 },
      { offset: start + 500_000, bytes: 2_000_000 },
      { offset: start + 100, bytes: 0 },
      ...Array.from({ length: 200 }, (_, i) => ({
        offset: start + 2_600_000 + i * 6_000,
        bytes: 6_000,
      })),
    ];
    const seen = new Set<object>();
    for await (const [range, bytes] of readRanges(log, ranges)) {
      const from = range.offset - start;
      assert.deepEqual(Buffer.from(bytes), content.subarray(from, from + range.bytes));
      seen.add(range);
    }
    assert.equal(seen.size, ranges.length);
    await log.retire();
  }));

test("reads nothing when nothing is asked for", () =>
  withTempDir(async (directory) => {
    const log = await LogFile.create(join(directory, "log"), "i");
    for await (const _ of readRanges(log, [])) assert.fail("a range");
    await log.retire();
  }));

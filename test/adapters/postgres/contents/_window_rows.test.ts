import assert from "node:assert/strict";
import { WindowRows } from "../../../../adapters/postgres/contents/_window_rows.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("WindowRows");

test("are 4 MiB for few, and 16 MiB for all together", () => {
  const windows = new WindowRows();
  const seen: number[] = [];
  for (let users = 0; users <= 64; users++) {
    seen.push(windows.max);
    windows.enter();
  }
  assert.deepEqual(seen.slice(0, 9), [16, 16, 16, 16, 16, 12, 10, 9, 8]);
  for (const [users, max] of seen.entries()) assert.ok(max * users <= 64 && max >= 1);
});

test("are never less than one, and grow again", () => {
  const windows = new WindowRows();
  for (let i = 0; i < 1_000; i++) windows.enter();
  assert.equal(windows.max, 1);
  for (let i = 0; i < 998; i++) windows.leave();
  assert.equal(windows.max, 16);
});

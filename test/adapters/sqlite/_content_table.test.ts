import assert from "node:assert/strict";
import { ContentTable } from "../../../adapters/sqlite/_content_table.ts";
import { withSqliteStore } from "../../support/sqlite_store.ts";
import { suite } from "../../support/suite.ts";

const test = suite("ContentTable");

const BYTES = new Uint8Array([1, 2, 3]);

test("keeps the rows of neighbouring contents apart, with numbers beyond 32 bits too", () =>
  withSqliteStore(async ({ db }) => {
    const contents = new ContentTable(db);
    for (const content of [1, 2, 2 ** 33, 2 ** 33 + 1, 2 ** 39 - 1]) {
      contents.orphan(content);
      for (const index of [0, 1, 2 ** 24 - 1]) {
        contents.insert(content, index, BYTES.subarray(0, (content + index) % 3));
      }
    }
    for (const content of [1, 2 ** 33, 2 ** 39 - 1]) {
      assert.equal(contents.delete(content, 2), false);
      assert.equal(contents.delete(content, 2), true);
      assert.equal(contents.get(content, 0), undefined);
    }
    assert.deepEqual(contents.orphans(), [2, 2 ** 33 + 1]);
    for (const content of contents.orphans()) {
      for (const index of [0, 1, 2 ** 24 - 1]) {
        assert.equal(contents.get(content, index)?.length, (content + index) % 3);
      }
    }
  }));

test("gives no number twice, after reopening either", () =>
  withSqliteStore(async ({ db }) => {
    const contents = new ContentTable(db);
    assert.equal(contents.newId(), 1);
    assert.equal(contents.newId(), 2);
    contents.insert(5_000_000_000, 3, BYTES);
    assert.equal(new ContentTable(db).newId(), 5_000_000_001);
    contents.orphan(5_000_000_007);
    assert.equal(new ContentTable(db).newId(), 5_000_000_008);
  }));

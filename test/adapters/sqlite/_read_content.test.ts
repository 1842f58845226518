import assert from "node:assert/strict";
import { CHUNK_BYTES } from "../../../adapters/sqlite/_content_table.ts";
import { readContent } from "../../../adapters/sqlite/_read_content.ts";
import { type OpenSqliteStore, stageIn, withSqliteStore } from "../../support/sqlite_store.ts";
import { suite } from "../../support/suite.ts";

const test = suite("readContent()");

const SIZE = 3 * CHUNK_BYTES + 100;

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(SIZE).fill(7);
}

/** Damages a content, and counts the bytes that are read before the read ends or fails. */
async function readAfter(damage: string, { store, db }: OpenSqliteStore, end = SIZE) {
  await stageIn(store, bytes());
  db.exec(damage);
  let size = 0;
  const source = { contents: store.contents, content: 1, size: SIZE };
  for await (const chunk of readContent(source, 0, end)) size += chunk.length;
  return size;
}

for (const [what, damage] of [
  ["first row is missing", "DELETE FROM chunk WHERE id = 1 << 24"],
  ["last row is missing", "DELETE FROM chunk WHERE id = (1 << 24) + 3"],
  ["row in the middle is short", "UPDATE chunk SET bytes = x'00' WHERE id = (1 << 24) + 1"],
  ["last row is long", "UPDATE chunk SET bytes = zeroblob(101) WHERE id = (1 << 24) + 3"],
] as const) {
  test(`never ends short: the ${what}`, () =>
    withSqliteStore(async (opened) => {
      await assert.rejects(readAfter(damage, opened), { name: "StorageError", code: "corrupt" });
    }));
}

test("reads only the rows that it needs", () =>
  withSqliteStore(async (opened) => {
    const damage = "DELETE FROM chunk WHERE id = (1 << 24) + 3";
    assert.equal(await readAfter(damage, opened, 3 * CHUNK_BYTES), 3 * CHUNK_BYTES);
  }));

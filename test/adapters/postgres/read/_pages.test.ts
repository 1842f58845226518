import assert from "node:assert/strict";
import { Pages } from "../../../../adapters/postgres/read/_pages.ts";
import { withTestStore } from "../../../support/postgres/test_connections.ts";
import { suite } from "../../../support/suite.ts";

const ROWS = `INSERT INTO $.variable
  SELECT 'i' || number % 3, 'n' || number, 'Bytes', '{}', 1, 'v' || number, 0, NULL, 'x'
  FROM generate_series(1, 300) number`;
const DAMAGE = "UPDATE $.variable SET value_info = 'no JSON' WHERE name = 'n30'";
const DAMAGED = {
  name: "StorageError",
  code: "corrupt",
  message: "Cannot read variable 'n30': its row is damaged",
};

const test = suite("Pages");

test("begin behind a name, in the order of bytes, also behind one with U+0000", () =>
  withTestStore(async ({ connections, tables, query }) => {
    await query(
      `INSERT INTO $.variable SELECT name, name, 'Bytes', '{}', 0, 'v', 0, NULL, ''
       FROM unnest('{a,aa,B,b,ä,\u{ff5e},\u{1f600}}'::text[]) name`,
    );
    const found = new Pages(connections, tables);
    const list = (after: string, limit = 100) => found.instances(after, limit);
    const all = ["B", "a", "aa", "b", "ä", "\u{ff5e}", "\u{1f600}"];
    assert.deepEqual(await list(""), all);
    assert.deepEqual(await list("a", 2), ["aa", "b"]);
    assert.deepEqual(await list("a\0"), all.slice(2));
    assert.deepEqual(await list("a\0zzz"), all.slice(2));
    assert.deepEqual(await list("\0"), all);
    assert.deepEqual(await list("\u{1f600}"), []);
    assert.equal((await found.variables("a", "\0", 5)).length, 1);
    assert.equal((await found.variables("a", "a\0", 5)).length, 0);
  }));

test("fail if the row of one of their variables is damaged", () =>
  withTestStore(async ({ connections, tables, query }) => {
    await query(ROWS);
    await query(DAMAGE);
    const list = new Pages(connections, tables);
    await assert.rejects(list.variables("i0", "", 100), DAMAGED);
    assert.equal((await list.variables("i0", "n30", 100)).length, 26);
    assert.deepEqual(await list.instances("", 2), ["i0", "i1"]);
  }));

/** Rows that something other than the storage has changed are noticed when they are read. */
import assert from "node:assert/strict";
import { join } from "node:path";
import Database from "better-sqlite3";
import { content } from "../../../adapters/contract/_content.ts";
import { rowSum, UnsummedRows } from "../../../adapters/sqlite/_row_sum.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import type { PutChange } from "../../../core/storage/storage.ts";
import { putBytes, readBytes } from "../../support/filesystem_store.ts";
import { fromAsync } from "../../support/from_async.ts";
import { sqliteLeftovers } from "../../support/sqlite_leftovers.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";
import { until } from "../../support/until.ts";

const sums = suite("rowSum()");

sums("differs for every other number, text and bytes", () => {
  const bytes = new TextEncoder().encode("abc");
  const rows: readonly (readonly [id: number, text: string, bytes?: Uint8Array])[] = [
    [0, ""],
    [1, ""],
    [256, ""],
    [0, "1"],
    [1, "1"],
    [0, "abc"],
    [1, "abc"],
    [0, "ab", bytes],
    [1, "abc", bytes],
    [0, "\u{1f600}\0"],
  ];
  assert.equal(new Set(rows.map((row) => rowSum(...row))).size, rows.length);
});

sums("is the same for no bytes, wherever they are or would be", () => {
  const empty = new Uint8Array([1]).subarray(1);
  for (const bytes of [undefined, null, Buffer.alloc(0), new Uint8Array(), empty]) {
    assert.equal(rowSum(7, "a", bytes), rowSum(7, "a"));
  }
});

const test = suite("damaged rows");

const CORRUPT = { name: "StorageError", code: "corrupt" };
const CHUNK = 262_144;
const LARGE = 2 * CHUNK + 1_000;

const SMALL: PutChange = {
  op: "put",
  name: "small",
  type: "File",
  valueInfo: { filename: "a.txt" },
  content: content(1_000, 1),
};

for (const set of [
  "name = 'smalk'",
  "type = 'Bytes'",
  "type = CAST(type AS BLOB)",
  `value_info = '{"filename":"b.txt"}'`,
  "size = 999",
  "size = 999, inline = substr(inline, 1, 999)",
  "version = version || '0'",
  "updated_at = updated_at + 1",
  "content = (SELECT content FROM variable WHERE name = 'large')",
  "inline = NULL",
  "inline = CAST(inline AS TEXT)",
  "inline = zeroblob(1000)",
  "instance = 2",
  "sum = sum + 1",
  "sum = NULL",
]) {
  test(`of a variable with ${set} are never read`, () =>
    withDamage(`UPDATE variable SET ${set} WHERE name = 'small'`, async (storage) => {
      const name = set.startsWith("name") ? "smalk" : "small";
      const id = set.startsWith("instance") ? "j" : "i";
      await assert.rejects(storage.stat(id, name), CORRUPT);
      await assert.rejects(storage.open(id, name), CORRUPT);
      await assert.rejects(storage.list(id), CORRUPT);
      assert.deepEqual(await readBytes(storage, "i", "large"), content(LARGE, 2));
      // Nobody knows whether the condition holds. Without a condition, the value may be replaced.
      const condition = { ifNoneMatch: "*" } as const;
      await assert.rejects(storage.apply(id, [{ ...SMALL, name, condition }]), CORRUPT);
      await storage.apply(id, [{ ...SMALL, name }]);
      assert.deepEqual(await readBytes(storage, id, name), SMALL.content);
      assert.deepEqual(await readBytes(storage, "i", "large"), content(LARGE, 2));
    }));
}

test("of a variable can be deleted, and cleared, and take nothing along", () =>
  withDamage(
    `UPDATE variable SET inline = NULL, content = (SELECT content FROM variable WHERE name = 'other')
       WHERE name IN ('small', 'large')`,
    async (storage) => {
      await storage.apply("i", [{ op: "delete", name: "small" }]);
      assert.equal(await storage.stat("i", "small"), undefined);
      await storage.apply("i", [{ op: "clear" }]);
      assert.deepEqual(await storage.list("i"), []);
      await storage.apply("j", [putBytes("x", content(1, 1))]);
      assert.deepEqual(await readBytes(storage, "j", "other"), content(LARGE, 3));
    },
    async (storage) => {
      assert.deepEqual(await readBytes(storage, "j", "other"), content(LARGE, 3));
    },
  ));

for (const set of [
  "bytes = CAST(bytes AS TEXT)",
  `bytes = zeroblob(${CHUNK})`,
  "bytes = substr(bytes, 1, 1000)",
  "bytes = (SELECT bytes FROM chunk WHERE id = 1 << 24)",
  "sum = sum - 1",
  "sum = NULL",
]) {
  test(`of a content with ${set} are never read, nor ranges of them`, () =>
    withDamage(`UPDATE chunk SET ${set} WHERE id = (1 << 24) + 1`, async (storage) => {
      const variable = await storage.open("i", "large");
      assert.ok(variable);
      const chunks: Uint8Array[] = [];
      await assert.rejects(async () => {
        for await (const chunk of variable.read()) chunks.push(chunk);
      }, CORRUPT);
      const whole = content(LARGE, 2);
      assert.deepEqual(new Uint8Array(Buffer.concat(chunks)), whole.subarray(0, CHUNK));
      for (const at of [CHUNK, 2 * CHUNK - 1]) {
        await assert.rejects(fromAsync(variable.read(at, at + 1)), CORRUPT);
      }
      const rest = await fromAsync(variable.read(2 * CHUNK));
      assert.deepEqual(new Uint8Array(Buffer.concat(rest)), whole.subarray(2 * CHUNK));
      await variable.close();
    }));
}

test("that name another row are never read", () =>
  withDamage(
    `UPDATE variable SET name = 'swap' WHERE name = 'large';
     UPDATE variable SET name = 'large', instance = 1 WHERE name = 'other';`,
    async (storage) => {
      await assert.rejects(storage.open("i", "large"), CORRUPT);
      await assert.rejects(storage.open("i", "swap"), CORRUPT);
    },
  ));

test("that the index takes for each other are neither read nor replaced", () => {
  const check = async (storage: SqliteStorage) => {
    for (const name of ["small", "large"]) {
      await assert.rejects(storage.stat("i", name), CORRUPT);
      await assert.rejects(storage.apply("i", [{ ...SMALL, name }]), CORRUPT);
      await assert.rejects(storage.apply("i", [{ op: "delete", name }]), CORRUPT);
    }
    assert.deepEqual(await readBytes(storage, "j", "other"), content(LARGE, 3));
  };
  const swap = `
    CREATE TEMP TABLE saved AS SELECT * FROM sqlite_schema WHERE name = 'variable_by_name';
    PRAGMA writable_schema = ON;
    DELETE FROM sqlite_schema WHERE name = 'variable_by_name';
    PRAGMA writable_schema = RESET;
    UPDATE variable SET id = -id;
    UPDATE variable SET id = CASE id WHEN -1 THEN 2 WHEN -2 THEN 1 ELSE -id END;
    PRAGMA writable_schema = ON;
    INSERT INTO sqlite_schema SELECT * FROM saved;
    PRAGMA writable_schema = RESET;`;
  return withDamage(swap, check, check);
});

test("of instances are never read", () =>
  withDamage("UPDATE instance SET name = 'k' WHERE name = 'j'", async (storage) => {
    await assert.rejects(storage.instances(), CORRUPT);
    await assert.rejects(storage.stat("k", "other"), CORRUPT);
    await assert.rejects(storage.list("k"), CORRUPT);
    await assert.rejects(storage.apply("k", [SMALL]), CORRUPT);
    assert.deepEqual(await storage.instances({ limit: 1 }), ["i"]);
  }));

test("have nothing deleted that is in use", () => {
  const check = async (storage: SqliteStorage) => {
    await storage.apply("k", [putBytes("x", content(1, 1))]);
    assert.deepEqual(await readBytes(storage, "i", "large"), content(LARGE, 2));
    assert.deepEqual(await readBytes(storage, "j", "other"), content(LARGE, 3));
  };
  const forge = "INSERT INTO loose VALUES (1, 7); INSERT INTO cleared VALUES (2, NULL);";
  return withDamage(forge, check, check);
});

const OLD_SCHEMA = `
  CREATE TABLE instance (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE variable (
    id INTEGER PRIMARY KEY,
    instance INTEGER NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    value_info TEXT NOT NULL,
    size INTEGER NOT NULL,
    version TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    content INTEGER,
    inline BLOB
  ) STRICT;
  CREATE UNIQUE INDEX variable_by_name ON variable (instance, name);
  CREATE TABLE chunk (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE loose (content INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE cleared (instance INTEGER PRIMARY KEY) STRICT;
  PRAGMA application_id = ${0x76617270};
  PRAGMA user_version = 1;
`;

test("there are none in a store of format 1, which has no checksums", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    const old = new Database(path);
    old.exec(`${OLD_SCHEMA}
      INSERT INTO instance VALUES (4, 'i');
      INSERT INTO cleared VALUES (5);
      INSERT INTO loose VALUES (8);
      INSERT INTO variable VALUES (2, 5, 'gone', 'Null', '{}', 0, 'v3', 7, NULL, NULL);`);
    const insert = old.prepare(
      "INSERT INTO variable VALUES (?, 4, ?, 'Bytes', '{}', ?, ?, 7, ?, ?)",
    );
    insert.run(1, "small", 1_000, "v1", null, content(1_000, 1));
    insert.run(3, "large", LARGE, "v2", 7, null);
    const chunk = old.prepare("INSERT INTO chunk VALUES (? << 24 | ?, ?)");
    for (const id of [7, 8]) {
      for (const index of [0, 1, 2]) {
        chunk.run(id, index, content(LARGE, id).subarray(CHUNK * index, CHUNK * (index + 1)));
      }
    }
    old.close();
    for (let opening = 0; opening < 2; opening++) {
      const storage = await SqliteStorage.open(path);
      assert.deepEqual(await storage.instances(), opening === 0 ? ["i"] : ["i", "j"]);
      assert.deepEqual(await readBytes(storage, "i", "small"), content(1_000, 1));
      assert.deepEqual(await readBytes(storage, "i", "large"), content(LARGE, 7));
      assert.deepEqual(
        (await storage.list("i")).map(({ version }) => version),
        ["v2", "v1"],
      );
      const condition = { ifMatch: ["v2"] };
      const content8 = content(LARGE, 8);
      await storage.apply("j", [putBytes("new", content8)]);
      await storage.apply("i", [{ op: "delete", name: "none", condition: { ifNoneMatch: "*" } }]);
      assert.deepEqual(await readBytes(storage, "j", "new"), content8);
      if (opening === 1) {
        await storage.apply("i", [{ ...putBytes("large", content8), condition }]);
        assert.deepEqual(await readBytes(storage, "i", "large"), content8);
      }
      await storage.close();
    }
    const storage = await SqliteStorage.open(path);
    await until(async () => (await sqliteLeftovers(path)).length === 0);
    await storage.close();
    // Rows that were written since then have checksums, so a new row without one is damaged.
    const db = new Database(path);
    const unsummed = (table: string) =>
      db.prepare(`SELECT count(*) FROM ${table} WHERE sum IS NULL`).pluck().get();
    assert.deepEqual(["variable", "chunk", "instance"].map(unsummed), [1, 0, 1]);
    assert.equal(new UnsummedRows(db, "variable").has(3, null), true);
    assert.equal(new UnsummedRows(db, "variable").has(4, null), false);
    assert.equal(new UnsummedRows(db, "content").has(8, null), true);
    assert.equal(new UnsummedRows(db, "content").has(9, null), false);
    assert.equal(new UnsummedRows(db, "instance").has(6, null), false);
    db.close();
  }));

/** Fills a store, damages its file, opens it for `run`, and opens it again for `again`. */
function withDamage(
  sql: string,
  ...runs: readonly ((storage: SqliteStorage) => Promise<void>)[]
): Promise<void> {
  return withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    const filled = await SqliteStorage.open(path);
    await filled.apply("i", [putBytes("large", content(LARGE, 2)), SMALL]);
    await filled.apply("j", [putBytes("other", content(LARGE, 3))]);
    await filled.close();
    const db = new Database(path);
    // A flipped bit makes bytes of a text without asking SQLite, so the checks of STRICT tables are turned off.
    db.unsafeMode();
    setSchema(db, "replace(sql, ') STRICT', ')')");
    db.exec(sql);
    setSchema(db, "sql || ' STRICT'");
    db.close();
    for (const run of runs) {
      const storage = await SqliteStorage.open(path);
      try {
        await run(storage);
      } finally {
        await storage.close();
      }
    }
  });
}

function setSchema(db: Database.Database, sql: string): void {
  db.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = ${sql} WHERE type = 'table';
    PRAGMA writable_schema = RESET;`);
}

import assert from "node:assert/strict";
import { join } from "node:path";
import Database from "better-sqlite3";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import { scalarKey } from "../../../core/storage/query/scalar_key.ts";
import { suite } from "../../support/suite.ts";
import { withTempDir } from "../../support/temp_dir.ts";

const test = suite("migrate()");

const VALUES: readonly (readonly [type: string, text: string | null])[] = [
  ["Null", null],
  ["Integer", null],
  ["Integer", "-7"],
  ["Long", "9007199254740993"],
  ["Double", "0.5"],
  ["Boolean", "true"],
  ["Date", "2026-01-01T00:00:00.000+0000"],
  ["String", "7"],
  ["Integer", "not a number"],
  ["Bytes", "x".repeat(20_000)],
];

test("gives the variables of format 2 their keys, and is not stopped by a damaged one", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "store.db");
    const encoder = new TextEncoder();
    const storage = await SqliteStorage.open(path);
    const puts = VALUES.map(([type, text], i) => {
      const content = text === null ? null : encoder.encode(text);
      return { op: "put", name: `v${i}`, type, valueInfo: {}, content } as const;
    });
    await storage.apply("i", puts);
    await storage.apply("i", [{ ...(puts[2] ?? assert.fail()), name: "damaged" }]);
    const records = await storage.list("i");
    await storage.close();
    toFormat2(path);

    const migrated = await SqliteStorage.open(path);
    await assert.rejects(migrated.stat("i", "damaged"), { code: "corrupt" });
    await migrated.apply("i", [{ op: "delete", name: "damaged" }]);
    assert.deepEqual(
      await migrated.list("i"),
      records.filter(({ name }) => name !== "damaged"),
    );
    await migrated.close();
    const db = new Database(path);
    assert.equal(db.pragma("integrity_check", { simple: true }), "ok");
    assert.equal(db.pragma("user_version", { simple: true }), 3);
    assert.match(schemaOf(db), /scalar BLOB\) STRICT$/);
    const keys = db
      .prepare<[], Uint8Array | null>("SELECT scalar FROM variable ORDER BY name")
      .pluck()
      .all();
    const expected = records
      .filter(({ name }) => name !== "damaged")
      .map((record) => scalarKey(record) ?? null);
    assert.deepEqual(keys.map(toHex), expected.map(toHex));
    db.close();
  }));

/** Makes of a store what an earlier version had made, and damages a row: its value info becomes bytes. */
function toFormat2(path: string): void {
  const db = new Database(path);
  db.unsafeMode();
  db.exec(`
    UPDATE variable SET scalar = NULL;
    DROP INDEX variable_of_name;
    DROP INDEX variable_by_scalar;
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, ', scalar BLOB) STRICT', ')') WHERE name = 'variable';
    PRAGMA writable_schema = RESET;
    UPDATE variable SET value_info = CAST(value_info AS BLOB) WHERE name = 'damaged';
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'variable';
    PRAGMA writable_schema = RESET;
    PRAGMA user_version = 2;`);
  assert.doesNotMatch(schemaOf(db), /scalar/);
  db.close();
}

function schemaOf(db: Database.Database): string {
  const sql = "SELECT sql FROM sqlite_schema WHERE name = 'variable'";
  return db.prepare<[], string>(sql).pluck().get() ?? "";
}

function toHex(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString("hex");
}

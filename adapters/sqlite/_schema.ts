import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database } from "./_driver.ts";

/** "varp": says in the file's header whose it is. */
const APPLICATION_ID = 0x76617270;

/**
 * What turns a store of version `n` into one of version `n + 1`, from the empty file on.
 *
 * - A variable is a row with a key of its own and an index on its name: replacing it touches one page, and in a table
 *   ordered by name each insertion in a store of 100,000 cost twice as much (41 against 81 µs in batches of 32).
 * - Contents larger than a record carries are chunk rows; `(content << 24) | number` orders them, see `ContentTable`.
 * - `loose` names the contents that no variable refers to: stages, and what was replaced. So a sweep never searches.
 * - `unsummed` has the last numbers of version 1, whose rows have no checksum (`sum`, see `RowCheck`).
 * - `cleared` names instances that are gone but for their rows, so clearing costs the same for any number of variables.
 */
const MIGRATIONS: readonly string[] = [
  `
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
  `,
  // What `ALTER TABLE … ADD COLUMN` does, without the check of the whole table that it makes if that is STRICT.
  `
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ', sum INTEGER) STRICT') WHERE type = 'table';
  PRAGMA writable_schema = RESET;
  CREATE TABLE unsummed (
    instance INTEGER NOT NULL, variable INTEGER NOT NULL, content INTEGER NOT NULL
  ) STRICT;
  INSERT INTO unsummed VALUES (
    max(ifnull((SELECT max(id) FROM instance), 0), ifnull((SELECT max(instance) FROM cleared), 0)),
    ifnull((SELECT max(id) FROM variable), 0),
    max(ifnull((SELECT max(id) >> 24 FROM chunk), 0), ifnull((SELECT max(content) FROM loose), 0))
  );
  `,
];

/**
 * Reads a store's version, 0 for an empty file, and changes nothing.
 *
 * @throws {StorageError} "corrupt" if the file is another program's, or of a version that is not known here.
 */
export function schemaVersion(db: Database): number {
  const owner = Number(db.pragma("application_id", { simple: true }));
  const version = Number(db.pragma("user_version", { simple: true }));
  const objects = db.prepare<[], number>("SELECT count(*) FROM sqlite_schema").pluck().get();
  if (owner === 0 && version === 0 && objects === 0) return 0;
  if (owner !== APPLICATION_ID) {
    throw new StorageError(
      "corrupt",
      `Cannot open '${db.name}': it is the SQLite database of another program`,
    );
  }
  if (version < 1 || version > MIGRATIONS.length) {
    throw new StorageError(
      "corrupt",
      `Cannot open '${db.name}': it has format ${version}, but this version of varpost knows 1 to ${MIGRATIONS.length}`,
    );
  }
  return version;
}

/** Brings a store from its version to the newest one, whole or not at all. */
export function migrate(db: Database, version: number): void {
  if (version === MIGRATIONS.length) return;
  db.unsafeMode(true);
  db.exec("BEGIN IMMEDIATE");
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${MIGRATIONS.length}`);
  db.exec("COMMIT");
  db.unsafeMode(false);
}

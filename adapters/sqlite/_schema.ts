import { scalarKey } from "../../core/storage/query/scalar_key.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database } from "./_driver.ts";

/** "varp": marks the file as one of varpost's, in its header. */
const APPLICATION_ID = 0x76617270;

/**
 * The migrations: number `n` turns a store of version `n` into one of version `n + 1`. Version 0 is an empty file.
 *
 * - A variable is a row with a key of its own, and an index on its name. So replacing it changes one page. In a table ordered by
 *   name, each insertion in a store of 100,000 variables cost twice as much (81 µs instead of 41 µs in batches of 32).
 * - Contents that are too large for a record are rows of `chunk`; `(content << 24) | number` orders them, see `ContentTable`.
 * - `loose` lists the orphans, which are the contents to which no variable refers: stages, and replaced contents. So a sweep need
 *   not search for them.
 * - `cleared` lists the cleared instances that still have rows. So clearing takes the same time for any number of variables.
 * - `unsummed` holds the last numbers of version 1. Rows up to these may lack a checksum (column `sum`, see `rowSum`).
 * - `scalar` is the scalar key of a variable's value, for queries; NULL if the value has none. The checksum does not cover it: it is
 *   compared with the value where a query reads the row, and nobody else needs it. The two indexes are for queries alone. They have
 *   an instance's number and not its id: new numbers come behind all others, so writes change the same few pages again and again.
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
  // The same as `ALTER TABLE … ADD COLUMN`, which would check all rows of a STRICT table.
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
  // While the keys are filled in, the table is not STRICT: a damaged row, with bytes for a text, would stop it.
  `
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ', scalar BLOB)') WHERE name = 'variable';
  PRAGMA writable_schema = RESET;
  UPDATE OR IGNORE variable SET scalar = scalar_key(type, content, inline)
    WHERE inline IS NULL AND content IS NULL
      OR inline IS NOT NULL AND type IN ('Boolean', 'Short', 'Integer', 'Long', 'Double', 'Date');
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'variable';
  PRAGMA writable_schema = RESET;
  CREATE INDEX variable_of_name ON variable (name, instance);
  CREATE INDEX variable_by_scalar ON variable (name, scalar, instance, type) WHERE scalar IS NOT NULL;
  `,
];

/**
 * Reads a store's version, and changes nothing.
 *
 * @returns The version; 0 for an empty file.
 * @throws {StorageError} "corrupt" if the file belongs to another program, or the version is unknown.
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

/** Migrates a store from its version to the newest one, in one transaction. */
export function migrate(db: Database, version: number): void {
  if (version === MIGRATIONS.length) return;
  db.function("scalar_key", { deterministic: true }, keyOfValue);
  // What is sorted for the indexes would otherwise be in memory as a whole.
  const before = db.pragma("temp_store", { simple: true });
  db.pragma("temp_store = FILE");
  db.unsafeMode(true);
  db.exec("BEGIN IMMEDIATE");
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${MIGRATIONS.length}`);
  db.exec("COMMIT");
  db.unsafeMode(false);
  db.pragma(`temp_store = ${before}`);
}

/** The scalar key of the value of a row, which may be damaged. */
function keyOfValue(type: unknown, content: unknown, inline: unknown): Uint8Array | null {
  const isNull = content === null && inline === null;
  if (typeof type !== "string" || !(isNull || inline instanceof Uint8Array)) return null;
  return scalarKey({ type, isNull, ...(inline instanceof Uint8Array ? { inline } : {}) }) ?? null;
}

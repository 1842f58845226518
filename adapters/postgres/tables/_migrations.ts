import type { Tables } from "./_tables.ts";

/**
 * The migrations: number `n` turns a store of version `n` into one of version `n + 1`. Version 0 is an empty schema.
 *
 * - Names are compared by their bytes (`COLLATE "C"`), whatever the database's collation is.
 * - `type` and `value_info` are bytes, since PostgreSQL's `text` refuses U+0000.
 * - `inline` and `chunk.bytes` are never compressed: values are mostly files that are compressed already, and trying costs a third of
 *   the time.
 * - A fillfactor of 70 leaves room in each page for the new rows of replaced variables, so the index need not change.
 * - `orphan` lists the contents to which no variable refers: stages, and replaced contents. Nobody touches them until `keep_until`.
 *   `written` is the number of rows of a stage: if the database crashes, the last of them may be lost.
 * - Each table has a primary key, since PostgreSQL refuses to delete rows of others if all tables are published (logical replication).
 * - `lane` holds the number of the last batch of each lane, see `Lane`.
 */
const MIGRATIONS: readonly ((tables: Tables) => readonly string[])[] = [
  ({ variable, chunk, orphan, lane }) => [
    `CREATE TABLE ${variable} (
      instance text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL,
      type bytea NOT NULL,
      value_info bytea NOT NULL,
      size bigint NOT NULL,
      version text COLLATE "C" NOT NULL,
      updated_at bigint NOT NULL,
      content bigint,
      inline bytea,
      PRIMARY KEY (instance, name)
    ) WITH (fillfactor = 70)`,
    `ALTER TABLE ${variable} ALTER inline SET STORAGE EXTERNAL`,
    `CREATE TABLE ${chunk} (
      content bigint NOT NULL,
      index integer NOT NULL,
      sum integer NOT NULL,
      bytes bytea NOT NULL,
      PRIMARY KEY (content, index)
    )`,
    `ALTER TABLE ${chunk} ALTER bytes SET STORAGE EXTERNAL`,
    `CREATE TABLE ${orphan} (content bigint PRIMARY KEY, written integer, keep_until timestamptz NOT NULL)`,
    `CREATE INDEX orphan_by_time ON ${orphan} (keep_until)`,
    `CREATE TABLE ${lane} (id bigint PRIMARY KEY, batch bigint NOT NULL, at timestamptz NOT NULL)`,
  ],
];

/** The newest version of the format. */
export const FORMAT: number = MIGRATIONS.length;

/**
 * The statements that migrate a store to the newest version.
 *
 * @param tables The names of its tables.
 * @param version Its version; 0 for an empty schema.
 */
export function migrationsFrom(tables: Tables, version: number): readonly string[] {
  const { format } = tables;
  return [
    ...(version === 0 ? [`CREATE TABLE ${format} (version integer PRIMARY KEY)`] : []),
    ...MIGRATIONS.slice(version).flatMap((migration) => migration(tables)),
    `DELETE FROM ${format}`,
    `INSERT INTO ${format} VALUES (${FORMAT})`,
  ];
}

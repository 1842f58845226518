import type { PoolClient } from "pg";
import { runScript } from "../connections/_connections.ts";
import { fillScalars } from "./_fill_scalars.ts";
import type { Tables } from "./_tables.ts";

type Migration = (client: PoolClient, tables: Tables) => Promise<unknown>;

/**
 * Makes the tables of version 1.
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
function createTables(client: PoolClient, { variable, chunk, orphan, lane }: Tables) {
  return runScript(client, [
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
  ]);
}

/**
 * Adds what queries need.
 *
 * - `scalar` is the key of a value that can be compared, see `scalarKey`; NULL if it has none.
 * - The indexes have all columns that queries compare, so that these need not read the rows. Where a value without a key is replaced by
 *   another one of its type, no index changes.
 * - `format` of a lane is the version that its writer knows. A process of version 1 would write no keys, and does not look at the version
 *   of the store. So its lanes are gone, and it can make no others: the name of the constraint is what its error says.
 */
async function addScalars(client: PoolClient, tables: Tables): Promise<void> {
  const { variable, lane } = tables;
  await runScript(client, [
    `DELETE FROM ${lane}`,
    `ALTER TABLE ${lane} ADD COLUMN format integer
       CONSTRAINT "use a newer varpost" CHECK (format IS NOT NULL)`,
    `ALTER TABLE ${variable} ADD COLUMN scalar bytea`,
  ]);
  // The indexes come last, so that the rows are filled without them.
  await fillScalars(client, tables);
  await runScript(client, [
    `CREATE INDEX variable_by_name ON ${variable} (name, instance) INCLUDE (type, scalar)`,
    `CREATE INDEX variable_by_scalar ON ${variable} (name, scalar, instance) INCLUDE (type) WHERE scalar IS NOT NULL`,
  ]);
}

/**
 * Adds a checksum of all other values of a variable's row, see `fromColumns`. Rows that are there have none until they are written again,
 * and are read as before. So the tables are locked for a moment only, whatever their size.
 */
function addSums(client: PoolClient, { variable }: Tables) {
  return runScript(client, [`ALTER TABLE ${variable} ADD COLUMN sum integer`]);
}

/** Number `n` turns a store of version `n` into one of version `n + 1`. Version 0 is an empty schema. */
const MIGRATIONS: readonly Migration[] = [createTables, addScalars, addSums];

/** The newest version of the format. */
export const FORMAT: number = MIGRATIONS.length;

/**
 * Migrates a store to the newest version, within the transaction that has begun.
 *
 * @param tables The names of its tables.
 * @param version Its version; 0 for an empty schema.
 */
export async function migrateFrom(
  client: PoolClient,
  tables: Tables,
  version: number,
): Promise<void> {
  const { format } = tables;
  if (version === 0) {
    await runScript(client, [`CREATE TABLE ${format} (version integer PRIMARY KEY)`]);
  }
  for (const migration of MIGRATIONS.slice(version)) await migration(client, tables);
  await runScript(client, [`DELETE FROM ${format}`, `INSERT INTO ${format} VALUES (${FORMAT})`]);
}

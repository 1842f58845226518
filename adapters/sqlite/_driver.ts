import type BetterSqlite3 from "better-sqlite3";
import { StorageError } from "../../core/storage/storage_error.ts";

/** The module better-sqlite3, which opens connections. */
export type Driver = typeof BetterSqlite3;

/** A connection of better-sqlite3. */
export type Database = BetterSqlite3.Database;

/** A prepared statement, with the types of its parameters and of its rows. */
export type Statement<Parameters extends unknown[], Row = unknown> = BetterSqlite3.Statement<
  Parameters,
  Row
>;

/**
 * Loads better-sqlite3, which is an optional dependency.
 *
 * @throws {StorageError} "io" if it is not installed. The message says what to do.
 */
export async function loadDriver(): Promise<Driver> {
  try {
    return (await import("better-sqlite3")).default;
  } catch (cause) {
    throw new StorageError(
      "io",
      "Cannot use SQLite: better-sqlite3 is not installed: npm leaves it out where it cannot build it. Install python3, make and g++, then 'npm install better-sqlite3', or use '--storage filesystem:DIR'",
      { cause },
    );
  }
}

import type pg from "pg";
import type copyStreams from "pg-copy-streams";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { closingClient } from "./_closing_client.ts";

/** The packages that talk to PostgreSQL. */
export interface PgModules {
  readonly Pool: typeof pg.Pool;
  /** The class of the pool's clients. */
  readonly Client: typeof pg.Client;
  /** Makes a query that receives the rows of a COPY. */
  readonly copyTo: typeof copyStreams.to;
}

/**
 * Loads pg and pg-copy-streams, which are optional dependencies.
 *
 * @throws {StorageError} "io" if they are not installed, or if pg is set up to change bytes. The message says what to do.
 */
export async function loadPg(): Promise<PgModules> {
  const [driver, copy] = await importPackages();
  // No query can have it otherwise then.
  if (driver.defaults.binary === true) {
    throw new StorageError(
      "io",
      "Cannot use PostgreSQL: this program has set 'pg.defaults.binary', with which pg changes the bytes that it reads (node-postgres#3495). Set it to false, and 'binary' in the options of those pools that want it",
    );
  }
  const Client = closingClient(driver.Client);
  return { Pool: driver.Pool, Client, copyTo: copy.to };
}

async function importPackages(): Promise<readonly [typeof pg, typeof copyStreams]> {
  try {
    const [driver, copy] = await Promise.all([import("pg"), import("pg-copy-streams")]);
    return [driver.default, copy.default];
  } catch (cause) {
    throw new StorageError(
      "io",
      "Cannot use PostgreSQL: its driver is not installed. Run 'npm install pg pg-copy-streams'",
      { cause },
    );
  }
}

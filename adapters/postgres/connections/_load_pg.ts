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
 * @throws {StorageError} "io" if they are not installed. The message says what to do.
 */
export async function loadPg(): Promise<PgModules> {
  try {
    const [{ default: driver }, { default: copy }] = await Promise.all([
      import("pg"),
      import("pg-copy-streams"),
    ]);
    const Client = closingClient(driver.Client);
    return { Pool: driver.Pool, Client, copyTo: copy.to };
  } catch (cause) {
    throw new StorageError(
      "io",
      "Cannot use PostgreSQL: its driver is not installed. Run 'npm install pg pg-copy-streams'",
      { cause },
    );
  }
}

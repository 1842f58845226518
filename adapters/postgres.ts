/**
 * Variables in tables of PostgreSQL, for any number of processes at once, through pg.
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { PostgresDriver } from "./postgres/_postgres_driver.ts";
import { PostgresStore } from "./postgres/_postgres_store.ts";
import type { PostgresOptions } from "./postgres/postgres_options.ts";
import { connectionSettings } from "./postgres/settings/_connection_settings.ts";

export type { PostgresOptions } from "./postgres/postgres_options.ts";

/**
 * Keeps variables in tables of a PostgreSQL database. Any number of processes may use the same tables at once, and any of them may be
 * killed. Acknowledged changes survive a crash of a process and of the database, and a loss of power.
 *
 * All changes that wait at the same time share one transaction. Large contents are rows of 256 KiB; they are moved in windows of at
 * most 4 MiB, and slow clients hold no connection between two windows. Replaced contents stay as long as a process reads them. What a
 * process leaves behind that dies is deleted by another one, at the latest after a minute.
 *
 * While the database cannot be reached, and if it does not answer within 10 s, calls fail with "unavailable". Then nothing was changed,
 * unless `mayBeStored` of the error is true. Calls succeed again when the database is back.
 *
 * It needs PostgreSQL 14 or later, a database with the encoding UTF8, `fsync` and `synchronous_commit`, and a role that may create a
 * schema or owns it. The packages pg and pg-copy-streams, which `open` loads, must be installed.
 *
 * @example
 * ```ts
 * import { PostgresStorage } from "varpost/adapters/postgres";
 * import assert from "node:assert/strict";
 *
 * // Where the database is, say PGHOST, PGUSER and so on, or the option connectionString.
 * const storage = await PostgresStorage.open({ schema: "varpost_example" });
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * const record = await storage.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await storage.close();
 * ```
 */
export class PostgresStorage extends GuardedStorage<DriverStage> {
  private constructor(driver: PostgresDriver) {
    if (!(driver instanceof PostgresDriver)) {
      throw new TypeError(
        "Cannot make a PostgresStorage with 'new', since opening takes time: write 'await PostgresStorage.open(options)'",
      );
    }
    super(driver);
  }

  /**
   * Connects to the database, and makes the tables if they are not there.
   *
   * @param options Where the database is, and how to use it. What is not given comes from the environment variables of psql, such
   * as `PGHOST`.
   * @throws {TypeError} If an option or a part of the URL is wrong.
   * @throws {StorageError} "unavailable" if the database cannot be reached, or is a read-only replica; "corrupt" if the schema has
   * tables of another program, or an unknown format; "io" if the database cannot keep the promises of a storage, if the role lacks a
   * privilege, or if pg is not installed. The message says what to do.
   */
  static async open(options: PostgresOptions = {}): Promise<PostgresStorage> {
    const store = await PostgresStore.open(connectionSettings(options));
    return new PostgresStorage(new PostgresDriver(store));
  }
}

import type { PoolClient } from "pg";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { commit, SEND_WARNINGS } from "../connections/_commit.ts";
import {
  BEGIN,
  type Connections,
  runScript,
  setForTransaction,
} from "../connections/_connections.ts";
import { FORMAT } from "../tables/_migrations.ts";
import type { Tables } from "../tables/_tables.ts";

/** How long to wait before a lost transaction is asked for again, in milliseconds. */
const PAUSE_MS = 100;

/**
 * After so many batches a lane is replaced. While somebody reads for hours, as pg_dump does, the database keeps all former states of
 * the row, and goes through them for each batch.
 */
const MAX_BATCHES = 10_000;

/** What became of a transaction whose COMMIT got no answer. */
export type CommitOutcome = "committed" | "not committed";

/**
 * A row of the table `lane`, in which each batch notes its number. One batch at a time uses it. If the connection is lost during
 * COMMIT, the row tells whether the batch was committed. A version would not tell it, since another process may have
 * replaced the variable since. Neither would `pg_xact_status`: after a crash of the database the number of a transaction that is
 * not in the log is given to another one.
 */
export class Lane {
  readonly #connections: Connections;
  readonly #tables: Tables;
  readonly #id: number;
  #batch = 0;

  private constructor(connections: Connections, tables: Tables, id: number) {
    this.#connections = connections;
    this.#tables = tables;
    this.#id = id;
  }

  /** Makes a new lane. Its row is there before its first batch: a row that is being inserted could not be waited for. */
  static async create(connections: Connections, tables: Tables): Promise<Lane> {
    // It may be there already if the connection was lost behind the first try.
    const text = `INSERT INTO ${tables.lane} (id, batch, at, format) VALUES ($1, 0, clock_timestamp(), ${FORMAT})
      ON CONFLICT DO NOTHING`;
    // A replica that becomes the primary would give the numbers of a sequence again.
    const id = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
    await connections.read("apply the changes", { name: "create_lane", text, values: [id] });
    return new Lane(connections, tables, id);
  }

  /** Whether it should be replaced. */
  get isWorn(): boolean {
    return this.#batch >= MAX_BATCHES;
  }

  /** The statement that notes the number of a new batch. It returns a row with the version of the store's format. */
  begin(): string {
    this.#batch++;
    return `UPDATE ${this.#tables.lane} SET batch = ${this.#batch}, at = clock_timestamp()
      WHERE id = ${this.#id} RETURNING (SELECT version FROM ${this.#tables.format} LIMIT 1)`;
  }

  /**
   * Finds out whether the last batch was committed. It waits for the end of its transaction, if it is still running.
   *
   * @param timeoutMs How long it may take, in milliseconds.
   * @throws {StorageError} "unavailable" if it is not known until then. The batch may be committed later.
   */
  async outcome(timeoutMs: number): Promise<CommitOutcome> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      try {
        return await this.#ask(Math.ceil(Math.max(PAUSE_MS, end - performance.now())));
      } catch (error) {
        const isLate = performance.now() + PAUSE_MS >= end;
        if (isLate || !(error instanceof StorageError && error.code === "unavailable")) {
          throw new StorageError(
            "unavailable",
            "Cannot apply the changes: the connection was lost during COMMIT, and the database cannot be asked whether they were made",
            { cause: error, mayBeStored: true },
          );
        }
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async #ask(timeoutMs: number): Promise<CommitOutcome> {
    const ask = async (client: PoolClient): Promise<CommitOutcome> => {
      const results = await runScript(client, [
        BEGIN,
        `SELECT ${setForTransaction({ ...SEND_WARNINGS, lock_timeout: timeoutMs, statement_timeout: timeoutMs })}`,
        // The batch has locked the row until its transaction ends.
        `SELECT batch FROM ${this.#tables.lane} WHERE id = ${this.#id} FOR UPDATE`,
      ]);
      // What a synchronous standby has of this transaction, it has of the batch.
      await commit(client);
      const batch = results.at(-1)?.[0]?.[0];
      if (batch === undefined) throw new Error("The row of the lane is missing");
      return Number(batch) === this.#batch ? "committed" : "not committed";
    };
    return this.#connections.run("apply the changes", ask, timeoutMs);
  }

  /** Deletes the row. */
  async close(): Promise<void> {
    const text = `DELETE FROM ${this.#tables.lane} WHERE id = $1`;
    const statement = { name: "delete_lane", text, values: [this.#id] };
    await this.#connections.read("close the store", statement);
  }
}

import type { PoolClient } from "pg";
import { BEGIN, type Connections, limitTo, runScript } from "../connections/_connections.ts";
import type { Tables } from "../tables/_tables.ts";

/** Number of rows (64 MiB) that one transaction deletes. */
const ROWS_PER_SLICE = 256;
/** Number of orphans that one transaction deletes. */
const ORPHANS_PER_SLICE = 64;
/** Lanes that have committed nothing for so long are of processes that have ended. */
const LANE_AGE = "1 day";

/**
 * Deletes orphans whose lease has run out, in small transactions. Every process does so, and each skips what another one has locked.
 * Nothing waits for it: an acknowledged delete leaves its rows to the sweeper.
 */
export class Sweeper {
  readonly #connections: Connections;
  readonly #tables: Tables;
  readonly #timeoutMs: number;
  #sweeping: Promise<void> | undefined;
  /** Whether there may be more to sweep than the running sweep has seen. */
  #isWanted = false;
  #isClosed = false;

  constructor(connections: Connections, tables: Tables, timeoutMs: number) {
    this.#connections = connections;
    this.#tables = tables;
    this.#timeoutMs = timeoutMs;
  }

  /** Sweeps in the background all that can be swept now. */
  run(): void {
    this.#isWanted = true;
    // Nobody needs an error of it: the store still lists what must be swept, and the next heartbeat tries again.
    this.#sweeping ??= this.#sweep()
      .catch(() => {})
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  /** Waits for the slice that is being swept, and sweeps no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      while (!this.#isClosed && (await this.#sweepSlice()));
    }
  }

  /** Deletes some rows. Returns whether there may be more. */
  #sweepSlice(): Promise<boolean> {
    const { orphan, chunk, lane } = this.#tables;
    return this.#connections.run("sweep contents", async (client) => {
      const found = await runScript(client, [
        BEGIN,
        limitTo(this.#timeoutMs),
        "SET LOCAL synchronous_commit = off",
        `DELETE FROM ${lane} WHERE at < clock_timestamp() - interval '${LANE_AGE}'`,
        `SELECT content FROM ${orphan} WHERE keep_until < (SELECT clock_timestamp())
         ORDER BY keep_until LIMIT ${ORPHANS_PER_SLICE} FOR UPDATE SKIP LOCKED`,
      ]);
      const contents = found.at(-1)?.map(([content]) => Number(content)) ?? [];
      if (contents.length === 0) return end(client, false);
      const list = `ANY ('{${contents}}'::bigint[])`;
      const deleted = await runScript(client, [
        `WITH deleted AS (
           DELETE FROM ${chunk} WHERE (content, index) IN
             (SELECT content, index FROM ${chunk} WHERE content = ${list} LIMIT ${ROWS_PER_SLICE})
           RETURNING 1)
         SELECT count(*) FROM deleted`,
      ]);
      const isPart = Number(deleted[0]?.[0]?.[0]) === ROWS_PER_SLICE;
      // A part of a content must not come back, even if the database's clock is set back, or a replica takes over whose clock is behind.
      const rest = isPart
        ? `UPDATE ${orphan} SET keep_until = '-infinity'`
        : `DELETE FROM ${orphan}`;
      await client.query(`${rest} WHERE content = ${list}`);
      return end(client, isPart || contents.length === ORPHANS_PER_SLICE);
    });
  }
}

async function end(client: PoolClient, hasMore: boolean): Promise<boolean> {
  await client.query("COMMIT");
  return hasMore;
}

import { type OpenConnections, openConnections } from "./_open_connections.ts";
import type { Connections } from "./connections/_connections.ts";
import type { ContentParts } from "./contents/_content_parts.ts";
import { ContentTable } from "./contents/_content_table.ts";
import { Leases, type LeaseTimes } from "./contents/_leases.ts";
import { Sweeper } from "./contents/_sweeper.ts";
import { WindowRows } from "./contents/_window_rows.ts";
import { Queries } from "./query/_queries.ts";
import { Lookups } from "./read/_lookups.ts";
import { Pages } from "./read/_pages.ts";
import type { ConnectionSettings } from "./settings/_connection_settings.ts";
import { ACTION, checkHealth } from "./tables/_check_health.ts";
import type { Tables } from "./tables/_tables.ts";
import { BatchCommitter } from "./write/_batch_committer.ts";
import { WriteTurns } from "./write/_write_turns.ts";

/** How long a store waits, in milliseconds. */
export interface StoreTimes extends LeaseTimes {
  /** For a connection, and again for each statement or transaction. */
  readonly timeoutMs: number;
}

/** The usual times. Tests use shorter ones. */
const STORE_TIMES: StoreTimes = { timeoutMs: 10_000, leaseMs: 60_000, heartbeatMs: 10_000 };

/** An open store: its connections, and the objects that use them. `PostgresDriver` makes a storage of it. */
export class PostgresStore implements ContentParts {
  readonly contents: ContentTable;
  readonly leases: Leases;
  readonly windowRows: WindowRows = new WindowRows();
  readonly lookups: Lookups;
  readonly pages: Pages;
  readonly queries: Queries;
  readonly turns: WriteTurns;
  readonly #connections: Connections;
  readonly #tables: Tables;
  readonly #committer: BatchCommitter;

  private constructor({ connections, modules, tables }: OpenConnections, times: StoreTimes) {
    const { leaseMs, timeoutMs } = times;
    this.#connections = connections;
    this.#tables = tables;
    this.contents = new ContentTable({ connections, modules, tables, leaseMs, timeoutMs });
    const sweeper = new Sweeper(connections, tables, timeoutMs);
    this.leases = new Leases({ connections, tables, times, sweeper });
    this.lookups = new Lookups(connections, tables);
    this.pages = new Pages(connections, tables);
    this.queries = new Queries(connections, tables);
    this.#committer = new BatchCommitter({ connections, tables, leaseMs, timeoutMs });
    this.turns = new WriteTurns((calls) => this.#committer.commit(calls), connections.maxBatches);
    // A process that has died may have left something.
    sweeper.run();
  }

  /** Opens a store, or makes its tables. Throws the errors of `PostgresStorage.open`. */
  static async open(
    settings: ConnectionSettings,
    times: StoreTimes = STORE_TIMES,
  ): Promise<PostgresStore> {
    return new PostgresStore(await openConnections(settings, times.timeoutMs), times);
  }

  /**
   * Finds out whether the store takes writes, without a write.
   *
   * @throws {StorageError} The error with which a write would be refused.
   */
  checkHealth(): Promise<void> {
    return this.#connections.runRepeatable(ACTION, (client) => checkHealth(client, this.#tables));
  }

  /** Closes all connections. No call runs any more. */
  async close(): Promise<void> {
    await this.leases.close();
    await this.#committer.close();
    await this.#connections.close();
  }
}

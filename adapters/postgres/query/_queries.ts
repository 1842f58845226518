import type { PoolClient } from "pg";
import type { QueryPage, StorageQuery } from "../../../core/storage/query/storage_query.ts";
import type { DriverQueryPage } from "../../../core/storage/storage_driver.ts";
import { type Connections, runScript, setForTransaction } from "../connections/_connections.ts";
import type { Tables } from "../tables/_tables.ts";
import type { KeyPage, Run } from "./_key_page.ts";
import { listNames } from "./_list_names.ts";
import { orderedKeys } from "./_ordered_keys.ts";
import { placeOf } from "./_place.ts";
import { QUERY_LIMITS, type QueryLimits } from "./_query_limits.ts";
import { QueryRows } from "./_query_rows.ts";
import { scalarIntervals } from "./_scalar_intervals.ts";
import { sortedKeys } from "./_sorted_keys.ts";
import type { Wanted } from "./_wanted.ts";
import { wantedNames } from "./_wanted_names.ts";

/** Nothing is found. */
const EMPTY: KeyPage = { keys: [], skipped: 0, next: undefined };

const ACTION = "query the store";

/** All statements of a page see the same state of the store. */
const BEGIN_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/**
 * Finds variables of the whole store. A page first finds keys in an index, and then reads the variables that it returns. It leaves no
 * condition to the caller.
 *
 * Each query has a text of its own, which the database plans for its values: a plan for all values may suit none. What else a plan
 * depends on, statistics of the table, are often old. So texts are written so that only one index suits, and settings keep the database
 * from sorting or reading the whole table.
 */
export class Queries {
  readonly #connections: Connections;
  readonly #variable: string;
  readonly #limits: QueryLimits;
  readonly #rows: QueryRows;
  readonly #begin: readonly string[];

  constructor(connections: Connections, tables: Tables, limits: QueryLimits = QUERY_LIMITS) {
    const { timeoutMs } = connections;
    this.#connections = connections;
    this.#variable = tables.variable;
    this.#limits = limits;
    this.#rows = new QueryRows(connections, tables, limits.bytes);
    const settings = {
      lock_timeout: timeoutMs,
      statement_timeout: timeoutMs,
      idle_in_transaction_session_timeout: timeoutMs,
      enable_seqscan: "off",
      enable_bitmapscan: "off",
      enable_sort: "off",
      enable_incremental_sort: "on",
      // Both take longer to begin than a page takes.
      jit: "off",
      max_parallel_workers_per_gather: 0,
    };
    this.#begin = [BEGIN_SNAPSHOT, `SELECT ${setForTransaction(settings)}`];
  }

  /** Reads a page of a query. */
  query(query: StorageQuery, page: DriverQueryPage): Promise<QueryPage> {
    // As windows of contents, pages of queries leave a connection to small reads.
    return this.#connections.readWindow(ACTION, async (client) => {
      await runScript(client, this.#begin);
      const result = await this.#page(client, query, page);
      await client.query("COMMIT");
      return result;
    });
  }

  async #page(
    client: PoolClient,
    query: StorageQuery,
    { after, skip, limit }: DriverQueryPage,
  ): Promise<QueryPage> {
    const run: Run = (text, { list }) => this.#connections.query(client, { text, values: list });
    const { instanceIds, names = [], values = [] } = query;
    const variable = this.#variable;
    const limits = this.#limits;
    const wanted: Wanted = {
      variable,
      limits,
      query,
      names: await wantedNames(names, needsNames(query), (prefix) =>
        listNames(run, variable, prefix, limits.names),
      ),
      ids: instanceIds,
      values,
      after: after && placeOf(query, after),
    };
    const range = { skip, limit: Math.min(limit, limits.page) };
    const { keys, skipped, next } = isEmpty(wanted)
      ? EMPTY
      : ((await sortedKeys(run, wanted, range)) ?? (await orderedKeys(run, wanted, range)));
    const variables = await this.#rows.read(client, keys);
    const isCut = variables.length < keys.length;
    return { variables, skipped, next: isCut ? keys[variables.length - 1] : next };
  }
}

/** Whether a query without conditions on names is answered by the names that there are. */
function needsNames({ instanceIds, values = [], order, descending }: StorageQuery): boolean {
  if (order === "name" && descending === true) return true;
  return instanceIds === undefined && scalarIntervals(values) !== undefined;
}

/** Whether nothing can meet the conditions. */
function isEmpty({ names, ids, values }: Wanted): boolean {
  return [names.list, ids, scalarIntervals(values)].some((list) => list?.length === 0);
}

import type { PoolClient } from "pg";
import type { FoundVariable, QueryPosition } from "../../../core/storage/query/storage_query.ts";
import type { Connections } from "../connections/_connections.ts";
import type { Tables } from "../tables/_tables.ts";
import { fromColumns, VALUE_COLUMNS, type ValueColumns } from "../tables/_variable_rows.ts";

/** Reads the variables of a page whose keys were found. */
export class QueryRows {
  readonly #connections: Connections;
  readonly #text: string;

  /** @param maxBytes Inline bytes behind which a page has no further variable. */
  constructor(connections: Connections, { variable }: Tables, maxBytes: number) {
    this.#connections = connections;
    // As in `Lookups`, each variable is looked up by itself.
    this.#text = `SELECT v.instance, ${VALUE_COLUMNS} FROM (
        SELECT wanted.number, v.*, sum(length(v.inline)) OVER (ORDER BY wanted.number
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (instance, name, number)
        CROSS JOIN LATERAL (SELECT * FROM ${variable} v
          WHERE v.instance = wanted.instance AND v.name = wanted.name LIMIT 1) v
      ) v WHERE v.before IS NULL OR v.before < ${maxBytes} ORDER BY v.number`;
  }

  /** Reads the variables with these keys, which are all there, or the first of them. */
  async read(
    client: PoolClient,
    keys: readonly QueryPosition[],
  ): Promise<readonly FoundVariable[]> {
    if (keys.length === 0) return [];
    const values = [keys.map(({ instanceId }) => instanceId), keys.map(({ name }) => name)];
    type Row = [instanceId: string, ...ValueColumns];
    const statement = { name: "query_rows", text: this.#text, values };
    const rows = await this.#connections.query<Row>(client, statement);
    return rows.map(([instanceId, ...columns]) => ({
      instanceId,
      record: fromColumns(instanceId, columns).record,
    }));
  }
}

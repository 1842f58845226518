import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { Connections } from "../connections/_connections.ts";
import type { Tables } from "../tables/_tables.ts";
import { fromColumns, VALUE_COLUMNS, type ValueColumns } from "../tables/_variable_rows.ts";

const ACTION = "read the store";

/** Reads pages of variables and of instances. Each page is one statement, and so one snapshot. */
export class Pages {
  readonly #connections: Connections;
  readonly #variables: string;
  readonly #instances: string;

  constructor(connections: Connections, { variable }: Tables) {
    this.#connections = connections;
    this.#variables = `SELECT ${VALUE_COLUMNS} FROM ${variable} v
      WHERE instance = $1 AND name > $2 ORDER BY name LIMIT $3`;
    // Each step jumps to the next instance in the index. `DISTINCT` would read all variables.
    this.#instances = `WITH RECURSIVE page (instance, number) AS (
        (SELECT instance, 1 FROM ${variable} WHERE instance > $1 ORDER BY instance LIMIT 1)
        UNION ALL
        SELECT (SELECT v.instance FROM ${variable} v WHERE v.instance > page.instance
          ORDER BY v.instance LIMIT 1), number + 1
        FROM page WHERE page.instance IS NOT NULL AND number < $2
      )
      SELECT instance FROM page WHERE instance IS NOT NULL`;
  }

  /** Lists the first `limit` variables of an instance that come after `after`. */
  async variables(
    instanceId: string,
    after: string,
    limit: number,
  ): Promise<readonly VariableRecord[]> {
    const values = [instanceId, withoutNul(after), limit];
    const statement = { name: "variables", text: this.#variables, values };
    const rows = await this.#connections.read<ValueColumns>(ACTION, statement);
    return rows.map((columns) => fromColumns(instanceId, columns).record);
  }

  /** Lists the first `limit` ids of instances that come after `after`. */
  async instances(after: string, limit: number): Promise<readonly string[]> {
    const values = [withoutNul(after), limit];
    const statement = { name: "instances", text: this.#instances, values };
    const rows = await this.#connections.read<[string]>(ACTION, statement);
    return rows.map(([instanceId]) => instanceId);
  }
}

/**
 * PostgreSQL has no text with U+0000, and no name has it. The names behind `x\0…` are those behind `x`, without `x` itself, which comes
 * before. So this is exact.
 */
function withoutNul(after: string): string {
  const end = after.indexOf("\0");
  return end === -1 ? after : after.slice(0, end);
}

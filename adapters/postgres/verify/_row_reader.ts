import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Connections } from "../connections/_connections.ts";
import { sqlState } from "../connections/_storage_error.ts";
import type { Tables } from "../tables/_tables.ts";
import { VALUE_COLUMNS, type ValueColumns } from "../tables/_variable_rows.ts";

/** A row of a variable, as it is read. */
export type RawRow = [instanceId: string, scalar: Buffer | null, ...ValueColumns];

/** The key of a row. */
export type RowKey = readonly [instanceId: string, name: string];

const ACTION = "read the store";
const ROWS = 256;

/** Reads the rows of all variables, in their order. */
export class RowReader {
  readonly #connections: Connections;
  readonly #select: string;
  readonly #keys: string;

  constructor(connections: Connections, { variable }: Tables) {
    this.#connections = connections;
    this.#select = `SELECT v.instance, v.scalar, ${VALUE_COLUMNS} FROM ${variable} v`;
    this.#keys = `SELECT v.instance, v.name FROM ${variable} v`;
  }

  /**
   * Goes through all rows. A page is read in halves if the database cannot read it.
   *
   * @param onUnreadable Called with the key of each row that the database itself finds damaged, and with its message.
   */
  async *all(onUnreadable: (key: RowKey, message: string) => void): AsyncGenerator<RawRow> {
    let after: RowKey = ["", ""];
    for (let limit = ROWS; ; limit = Math.min(ROWS, 2 * limit)) {
      try {
        const rows = await this.#page<RawRow>(this.#select, after, limit);
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = [last[0], last[2]];
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (limit > 1) {
          limit = 0.5;
          continue;
        }
        const [key] = await this.#page<[string, string]>(this.#keys, after, 1);
        if (key === undefined) return;
        onUnreadable(key, error.message);
        after = key;
      }
    }
  }

  /** Reads the present row of a variable; `undefined` if there is none. */
  async find([instanceId, name]: RowKey): Promise<RawRow | undefined> {
    const text = `${this.#select} WHERE v.instance = $1 AND v.name = $2`;
    const statement = { text, values: [instanceId, name] };
    const [row] = await this.#connections.read<RawRow>(ACTION, statement);
    return row;
  }

  #page<Row extends unknown[]>(select: string, after: RowKey, limit: number): Promise<Row[]> {
    const text = `${select} WHERE (v.instance, v.name) > ($1, $2) ORDER BY v.instance, v.name LIMIT $3`;
    return this.#connections.read<Row>(ACTION, { text, values: [...after, limit] });
  }
}

/** Whether the database says that it is damaged: XX001 and XX002, and XX000 for what it did not expect to find. */
export function isDamage(error: unknown): error is StorageError {
  return error instanceof StorageError && /^(XX|22021)/.test(sqlState(error.cause));
}

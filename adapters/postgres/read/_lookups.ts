import type { Connections } from "../connections/_connections.ts";
import { isLate } from "../connections/_storage_error.ts";
import type { Tables } from "../tables/_tables.ts";
import {
  fromColumns,
  VALUE_COLUMNS,
  type ValueColumns,
  type VariableRow,
} from "../tables/_variable_rows.ts";

const ACTION = "read the store";
/** The largest number of variables that one statement reads. */
const MAX_BATCH = 128;
/** How many statements may run at once. */
const MAX_STATEMENTS = 3;

interface Lookup {
  readonly instanceId: string;
  readonly name: string;
  readonly resolve: (row: VariableRow | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Looks variables up. All lookups of a turn share a statement, which is several times as fast as a statement for each. */
export class Lookups {
  readonly #connections: Connections;
  readonly #text: string;
  readonly #queue: Lookup[] = [];
  #running = 0;
  #next: NodeJS.Immediate | undefined;

  constructor(connections: Connections, { variable }: Tables) {
    this.#connections = connections;
    // With a plain join, a plan that was made while the table was small reads the whole table, also when it has grown.
    this.#text = `SELECT wanted.number, ${VALUE_COLUMNS}
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (instance, name, number)
      CROSS JOIN LATERAL (SELECT * FROM ${variable} v
        WHERE v.instance = wanted.instance AND v.name = wanted.name LIMIT 1) v`;
  }

  /** Looks a variable up; `undefined` if it does not exist. */
  find(instanceId: string, name: string): Promise<VariableRow | undefined> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ instanceId, name, resolve, reject });
      this.#next ??= setImmediate(() => {
        this.#next = undefined;
        this.#start();
      });
    });
  }

  #start(): void {
    while (this.#queue.length > 0 && this.#running < MAX_STATEMENTS) {
      this.#run(this.#queue.splice(0, MAX_BATCH));
    }
  }

  async #run(lookups: readonly Lookup[]): Promise<void> {
    this.#running++;
    try {
      const rows = await this.#read(lookups);
      for (const [index, lookup] of lookups.entries()) settle(lookup, rows.get(index));
    } catch (error) {
      for (const lookup of lookups) lookup.reject(error);
      if (isLate(error)) for (const lookup of this.#queue.splice(0)) lookup.reject(error);
    }
    this.#running--;
    this.#start();
  }

  async #read(lookups: readonly Lookup[]): Promise<ReadonlyMap<number, ValueColumns>> {
    const values = [lookups.map(({ instanceId }) => instanceId), lookups.map(({ name }) => name)];
    const statement = { name: "find", text: this.#text, values };
    type Row = [number: string, ...ValueColumns];
    const rows = await this.#connections.read<Row>(ACTION, statement);
    return new Map(rows.map(([number, ...columns]) => [Number(number) - 1, columns]));
  }
}

/** Answers one lookup. A damaged row fails only its own lookup. */
function settle({ instanceId, resolve, reject }: Lookup, columns: ValueColumns | undefined): void {
  try {
    resolve(columns && fromColumns(instanceId, columns));
  } catch (error) {
    reject(error);
  }
}

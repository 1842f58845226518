import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { type KeyRow, positionOf, type Run } from "./_key_page.ts";
import type { KeyPart } from "./_key_part.ts";
import { allOf, SqlValues } from "./_sql_values.ts";
import { valueSql } from "./_value_sql.ts";
import type { Wanted } from "./_wanted.ts";

/** Where a scan stopped; `undefined` if it came to the end of its part. */
type Next = QueryPosition | undefined;

/** Keys that were found. */
interface Found {
  readonly found: readonly QueryPosition[];
  readonly next: Next;
}

/** Keys that were skipped. */
interface Skipped {
  readonly count: number;
  readonly next: Next;
}

/** Goes through one part of the result of a query. Each statement examines a bounded number of rows. */
export class PartScan {
  readonly #run: Run;
  readonly #wanted: Wanted;
  readonly #part: KeyPart;
  readonly #hasFilter: boolean;
  /** The largest number of rows that a statement compares. */
  readonly #max: number;

  constructor(run: Run, wanted: Wanted, part: KeyPart) {
    const { limits, values } = wanted;
    this.#run = run;
    this.#wanted = wanted;
    this.#part = part;
    this.#hasFilter = part.filter !== undefined || values.length > 0;
    this.#max = values.length > 0 ? limits.comparedValues : limits.comparedKeys;
  }

  /** Reads the first keys. */
  async read(limit: number): Promise<Found> {
    const values = new SqlValues();
    if (!this.#hasFilter) {
      const text = `SELECT v.instance, v.name FROM ${this.#rows(values)} LIMIT ${limit}`;
      const found = (await this.#run<KeyRow>(text, values)).map(positionOf);
      return { found, next: found.length === limit ? found.at(-1) : undefined };
    }
    const { orderBy } = this.#part;
    // The last row that is examined comes, too, whatever it is.
    const text = `SELECT v.instance, v.name, v.is_met, v.place = ${this.#max} FROM (
        SELECT v.instance, v.name, ${this.#filter(values)} AS is_met, row_number() OVER (ORDER BY ${orderBy}) AS place
        FROM ${this.#examined(values)} v
      ) v WHERE v.is_met OR v.place = ${this.#max} ORDER BY ${orderBy} LIMIT ${limit}`;
    const rows = await this.#run<[...KeyRow, isMet: boolean, isLast: boolean]>(text, values);
    const last = rows.at(-1);
    const found = rows
      .filter(([, , isMet]) => isMet)
      .map(([instanceId, name]) => ({ instanceId, name }));
    const hasMore = last !== undefined && (last[3] || rows.length === limit);
    return { found, next: hasMore ? { instanceId: last[0], name: last[1] } : undefined };
  }

  /** Skips keys, and counts them. */
  skip(most: number): Promise<Skipped> {
    return this.#hasFilter ? this.#skipFiltered(most) : this.#skipAll(most);
  }

  async #skipAll(most: number): Promise<Skipped> {
    const max = Math.min(most, this.#wanted.limits.skipped);
    // Who skips everything counts, and mostly comes to the end. Who skips a number of keys mostly does not.
    const key = most === Number.POSITIVE_INFINITY ? undefined : await this.#at(max);
    if (key !== undefined) return { count: max, next: key };
    const values = new SqlValues();
    const text = `SELECT count(*) FROM (SELECT FROM ${this.#rows(values)} LIMIT ${max}) v`;
    const [row] = await this.#run<[count: string]>(text, values);
    const count = Number(row?.[0]);
    return { count, next: count === max ? await this.#at(max) : undefined };
  }

  async #skipFiltered(most: number): Promise<Skipped> {
    const values = new SqlValues();
    const filter = this.#filter(values);
    const examined = this.#examined(values);
    const text = `SELECT count(*), count(*) FILTER (WHERE ${filter}) FROM ${examined} v`;
    const [row] = await this.#run<[examined: string, met: string]>(text, values);
    const count = Number(row?.[1]);
    if (count <= most) {
      const isEnd = Number(row?.[0]) < this.#max;
      return { count, next: isEnd ? undefined : await this.#at(this.#max) };
    }
    const last = `SELECT v.instance, v.name FROM ${examined} v WHERE ${filter}
      ORDER BY ${this.#part.orderBy} OFFSET ${most - 1} LIMIT 1`;
    const [key] = await this.#run<KeyRow>(last, values);
    return { count: most, next: key && positionOf(key) };
  }

  /** The key of the row with a number, which counts from 1. */
  async #at(number: number): Promise<Next> {
    const values = new SqlValues();
    const text = `SELECT v.instance, v.name FROM ${this.#rows(values)} OFFSET ${number - 1} LIMIT 1`;
    const [row] = await this.#run<KeyRow>(text, values);
    return row && positionOf(row);
  }

  /** The rows of the part, as `v`. */
  #rows(values: SqlValues): string {
    const { range, orderBy } = this.#part;
    return `${this.#wanted.variable} v WHERE ${allOf(range(values))} ORDER BY ${orderBy}`;
  }

  /** The rows that a statement may compare. */
  #examined(values: SqlValues): string {
    return `(SELECT * FROM ${this.#rows(values)} LIMIT ${this.#max})`;
  }

  #filter(values: SqlValues): string {
    const { filter } = this.#part;
    return allOf([...(filter?.(values) ?? []), ...valueSql(this.#wanted.values, values)]);
  }
}

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
  readonly #values = new SqlValues();
  /** The rows of the index, as `v`. */
  readonly #rows: string;
  readonly #orderBy: string;
  /** What rows of `v` must meet. */
  readonly #filter: string | undefined;
  readonly #maxSkipped: number;
  readonly #maxCompared: number;

  constructor(run: Run, { variable, limits, values: conditions }: Wanted, part: KeyPart) {
    const values = this.#values;
    this.#run = run;
    this.#orderBy = part.orderBy;
    this.#rows = `${variable} v WHERE ${allOf(part.range(values))} ORDER BY ${part.orderBy}`;
    const filter = [...(part.filter?.(values) ?? []), ...valueSql(conditions, values)];
    this.#filter = filter.length === 0 ? undefined : allOf(filter);
    this.#maxSkipped = limits.skipped;
    this.#maxCompared = conditions.length > 0 ? limits.comparedValues : limits.comparedKeys;
  }

  /** Reads the first keys. */
  async read(limit: number): Promise<Found> {
    if (this.#filter === undefined) {
      const text = `SELECT v.instance, v.name FROM ${this.#rows} LIMIT ${limit}`;
      const found = (await this.#run<KeyRow>(text, this.#values)).map(positionOf);
      return { found, next: found.length === limit ? found.at(-1) : undefined };
    }
    // The last row that is examined comes, too, whatever it is.
    const text = `SELECT v.instance, v.name, v.is_met, v.place = ${this.#maxCompared} FROM (
        SELECT v.instance, v.name, ${this.#filter} AS is_met, row_number() OVER (ORDER BY ${this.#orderBy}) AS place
        FROM (SELECT * FROM ${this.#rows} LIMIT ${this.#maxCompared}) v
      ) v WHERE v.is_met OR v.place = ${this.#maxCompared} ORDER BY ${this.#orderBy} LIMIT ${limit}`;
    type Row = [...KeyRow, isMet: boolean, isLast: boolean];
    const rows = await this.#run<Row>(text, this.#values);
    const last = rows.at(-1);
    const found = rows
      .filter(([, , isMet]) => isMet)
      .map(([instanceId, name]) => ({ instanceId, name }));
    const hasMore = last !== undefined && (last[3] || rows.length === limit);
    return { found, next: hasMore ? { instanceId: last[0], name: last[1] } : undefined };
  }

  /** Skips keys, and counts them. */
  async skip(most: number): Promise<Skipped> {
    if (this.#filter !== undefined) return this.#skipFiltered(most, this.#filter);
    const max = Math.min(most, this.#maxSkipped);
    // Who skips everything counts, and mostly comes to the end.
    const isCount = most === Number.POSITIVE_INFINITY;
    const first = isCount ? undefined : await this.#at(max);
    if (first !== undefined) return { count: max, next: first };
    const text = `SELECT count(*) FROM (SELECT FROM ${this.#rows} LIMIT ${max}) v`;
    const [row] = await this.#run<[count: string]>(text, this.#values);
    const count = Number(row?.[0]);
    return { count, next: count === max ? await this.#at(max) : undefined };
  }

  /** The key with a number, which counts from 1. */
  async #at(number: number): Promise<Next> {
    const text = `SELECT v.instance, v.name FROM ${this.#rows} OFFSET ${number - 1} LIMIT 1`;
    const [row] = await this.#run<KeyRow>(text, this.#values);
    return row && positionOf(row);
  }

  /** Goes to the last row up to which no more than that are skipped. */
  async #skipFiltered(most: number, filter: string): Promise<Skipped> {
    const max = this.#maxCompared;
    const count = Math.min(most, max);
    const text = `SELECT v.instance, v.name, v.place, v.met FROM (
        SELECT v.instance, v.name, row_number() OVER rows AS place, count(*) FILTER (WHERE ${filter}) OVER rows AS met
        FROM (SELECT * FROM ${this.#rows} LIMIT ${max}) v
        WINDOW rows AS (ORDER BY ${this.#orderBy} ROWS UNBOUNDED PRECEDING)
      ) v WHERE v.met <= ${count} ORDER BY v.place DESC LIMIT 1`;
    const [row] = await this.#run<[...KeyRow, place: string, met: string]>(text, this.#values);
    if (row === undefined) return { count: 0, next: undefined };
    const [instanceId, name, place, met] = row;
    const isEnd = Number(place) < max && Number(met) < count;
    return { count: Number(met), next: isEnd ? undefined : { instanceId, name } };
  }
}

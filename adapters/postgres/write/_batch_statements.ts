import type { PoolClient } from "pg";
import { scalarKey } from "../../../core/storage/query/scalar_key.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { Connections, Statement } from "../connections/_connections.ts";
import { PostgresStage } from "../contents/_postgres_stage.ts";
import type { Tables } from "../tables/_tables.ts";
import { sumOfRow, toValueInfo, type VariableRow } from "../tables/_variable_rows.ts";
import type { ApplyCall } from "./_apply_call.ts";
import { type PlannedVariable, type Present, variableKey } from "./_apply_plan.ts";

/** Stands for NULL in lists of numbers: with `array_nulls = off` they cannot have it. */
const NONE = -1;
/** The same in a list of keys. */
const NO_KEY = Buffer.alloc(0);

/** What the statements of a batch need. */
export interface BatchStatementParts {
  readonly connections: Connections;
  readonly tables: Tables;
  /** How long an orphan is kept after it was last wanted, in milliseconds. */
  readonly leaseMs: number;
  /** The same for what a clear orphans. Readers can prolong it only when the clear has ended, which may take long. */
  readonly clearLeaseMs: number;
}

/** What a batch finds. */
export interface Found {
  /** The variables on which the batch depends, as far as they are there, by `variableKey`. */
  readonly present: ReadonlyMap<string, Present>;
  /** The stages of the batch that are there with all their rows. They stay until the end of the transaction. */
  readonly stages: ReadonlySet<number>;
}

/**
 * The statements of a batch. Each of them does its work for all variables of the batch. They look each variable up by itself: with a plain
 * join, a plan that was made while the table was small reads the whole table, also when it has grown.
 */
export class BatchStatements {
  readonly #connections: Connections;
  readonly #leaseMs: number;
  readonly #clearLeaseMs: number;
  readonly #texts: ReturnType<typeof textsFor>;

  constructor({ connections, tables, leaseMs, clearLeaseMs }: BatchStatementParts) {
    this.#connections = connections;
    this.#leaseMs = leaseMs;
    this.#clearLeaseMs = clearLeaseMs;
    this.#texts = textsFor(tables);
  }

  /**
   * Reads the state of the stages, and of the variables on which the calls depend. What is only put is not read: the statement that puts
   * it looks for the content that it replaces.
   */
  async read(client: PoolClient, calls: readonly ApplyCall[]): Promise<Found> {
    const keys = new Map<string, readonly [instanceId: string, name: string]>();
    const staged = new Map<number, number>();
    for (const { instanceId, changes } of calls) {
      for (const change of changes) {
        if (change.op === "clear") continue;
        if (change.op === "delete" || change.condition !== undefined) {
          keys.set(variableKey(instanceId, change.name), [instanceId, change.name]);
        }
        if (change.op === "delete" || !(change.content instanceof PostgresStage)) continue;
        const { bytes, rows } = change.content;
        if (typeof bytes === "number") staged.set(bytes, rows);
      }
    }
    const present = new Map<string, Present>();
    if (keys.size > 0) {
      const pairs = [...keys.values()];
      const values = [pairs.map(([instanceId]) => instanceId), pairs.map(([, name]) => name)];
      type Row = [instance: string, name: string, version: string, content: string | null];
      for (const [instance, name, version, content] of await this.#run<Row>(
        client,
        "present",
        values,
      )) {
        const number = content === null ? undefined : Number(content);
        present.set(variableKey(instance, name), { version, content: number });
      }
    }
    if (staged.size === 0) return { present, stages: new Set() };
    const rows = await this.#run<[content: string, written: number]>(client, "stages", [
      [...staged.keys()],
    ]);
    const whole = rows.filter(([content, written]) => staged.get(Number(content)) === written);
    return { present, stages: new Set(whole.map(([content]) => Number(content))) };
  }

  /**
   * Writes what has changed.
   *
   * @returns Whether there was something to write.
   */
  async write(
    client: PoolClient,
    changed: readonly PlannedVariable[],
    calls: readonly ApplyCall[],
  ): Promise<boolean> {
    const cleared = calls.filter(({ isClear }) => isClear).map(({ instanceId }) => instanceId);
    if (cleared.length > 0) await this.#run(client, "clear", [cleared, this.#clearLeaseMs]);
    const deleted = changed.filter(({ row }) => row === undefined);
    const orphaned = deleted.flatMap(({ before }) => before?.content ?? []);
    const adopted = changed.flatMap(({ row }) => row?.content ?? []);
    if (deleted.length + adopted.length > 0) {
      await this.#run(client, "replace", [
        adopted,
        orphaned,
        this.#leaseMs,
        deleted.map(({ instanceId }) => instanceId),
        deleted.map(({ name }) => name),
      ]);
    }
    const put = changed.flatMap(({ instanceId, row }) => (row ? [{ instanceId, row }] : []));
    if (put.length > 0) await this.#run(client, "put", [...putValues(put), this.#leaseMs]);
    return cleared.length + changed.length > 0;
  }

  #run<Row extends unknown[]>(
    client: PoolClient,
    name: keyof ReturnType<typeof textsFor>,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const statement: Statement = { name, text: this.#texts[name], values };
    return this.#connections.query<Row>(client, statement);
  }
}

/** The parameters of a put: a list for each column, and the inline bytes of all rows in one piece, which is sent as it is. */
function putValues(put: readonly { instanceId: string; row: VariableRow }[]): readonly unknown[] {
  const offsets: number[] = [];
  let end = 1;
  for (const { row } of put) {
    offsets.push(end);
    end += row.record.inline?.length ?? 0;
  }
  const records = put.map(({ row }) => row.record);
  return [
    put.map(({ instanceId }) => instanceId),
    records.map(({ name }) => name),
    records.map(({ type }) => Buffer.from(type)),
    records.map(({ valueInfo }) => toValueInfo(valueInfo)),
    records.map(({ size }) => size),
    records.map(({ version }) => version),
    records.map(({ updatedAt }) => updatedAt.getTime()),
    put.map(({ row }) => row.content ?? NONE),
    offsets,
    records.map(({ inline }) => inline?.length ?? NONE),
    records.map(keyOf),
    put.map(({ instanceId, row }) => sumOfRow(instanceId, row)),
    Buffer.concat(records.flatMap(({ inline }) => inline ?? [])),
  ];
}

/** The scalar key of a variable, as pg takes it. */
function keyOf(record: VariableRecord): Buffer {
  const key = scalarKey(record);
  return key === undefined ? NO_KEY : Buffer.from(key);
}

function textsFor({ variable, orphan }: Tables) {
  const keepUntil = (parameter: string) => `clock_timestamp() + ${parameter} * interval '1 ms'`;
  return {
    present: `SELECT v.instance, v.name, v.version, v.content
      FROM unnest($1::text[], $2::text[]) AS wanted (instance, name)
      CROSS JOIN LATERAL (SELECT * FROM ${variable} v
        WHERE v.instance = wanted.instance AND v.name = wanted.name LIMIT 1) v`,
    stages: `SELECT content, written FROM ${orphan}
      WHERE content = ANY ($1::bigint[]) AND keep_until > clock_timestamp() FOR UPDATE`,
    clear: `WITH cleared AS (
        DELETE FROM ${variable} WHERE instance = ANY ($1::text[]) RETURNING content
      )
      INSERT INTO ${orphan} SELECT content, NULL, ${keepUntil("$2")} FROM cleared WHERE content IS NOT NULL`,
    replace: `WITH adopted AS (DELETE FROM ${orphan} WHERE content = ANY ($1::bigint[])),
      orphaned AS (
        INSERT INTO ${orphan} SELECT content, NULL, ${keepUntil("$3")} FROM unnest($2::bigint[]) AS old (content)
      )
      DELETE FROM ${variable} WHERE ctid = ANY (ARRAY(
        SELECT v.ctid FROM unnest($4::text[], $5::text[]) AS deleted (instance, name)
        CROSS JOIN LATERAL (SELECT ctid FROM ${variable} v
          WHERE v.instance = deleted.instance AND v.name = deleted.name LIMIT 1) v))`,
    put: `WITH put AS (
        SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::bigint[], $6::text[],
          $7::bigint[], $8::bigint[], $9::integer[], $10::integer[], $11::bytea[], $12::integer[])
          AS put (instance, name, type, value_info, size, version, updated_at, content, start, length, scalar, sum)
      ),
      orphaned AS (
        INSERT INTO ${orphan} SELECT old.content, NULL, ${keepUntil("$14")} FROM put
        CROSS JOIN LATERAL (SELECT v.content FROM ${variable} v
          WHERE v.instance = put.instance AND v.name = put.name LIMIT 1) old
        WHERE old.content IS NOT NULL
      )
      INSERT INTO ${variable} AS v
        (instance, name, type, value_info, size, version, updated_at, content, inline, scalar, sum)
      SELECT instance, name, type, value_info, size, version, updated_at, nullif(content, ${NONE}),
        substring($13::bytea FROM start FOR nullif(length, ${NONE})), nullif(scalar, ''), sum
      FROM put
      ON CONFLICT (instance, name) DO UPDATE SET type = excluded.type, value_info = excluded.value_info,
        size = excluded.size, version = excluded.version, updated_at = excluded.updated_at,
        content = excluded.content, inline = excluded.inline, scalar = excluded.scalar, sum = excluded.sum`,
  };
}

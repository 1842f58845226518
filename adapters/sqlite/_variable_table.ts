import { compareKeys, scalarKey } from "../../core/storage/query/scalar_key.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import { damagedRow } from "../_row_values.ts";
import type { Database, Statement } from "./_driver.ts";
import { UnsummedRows } from "./_row_sum.ts";
import {
  areOfTheirKinds,
  fromColumns,
  SUMMED_COLUMNS,
  type SummedColumns,
  toColumns,
  UNINDEXED_COLUMNS,
  type UnindexedColumns,
  VALUE_COLUMNS,
  type ValueColumns,
  type VariableRow,
  variableSum,
} from "./_variable_row.ts";

type NamedColumns = [name: string, ...SummedColumns];

type PresentColumns = [
  id: number,
  instance: number,
  name: string,
  content: number | null,
  type: string,
  scalar: Uint8Array | null,
];

/** The row that a write replaces or deletes. */
export interface PresentRow {
  readonly id: number;
  readonly instance: number;
  /** The type. */
  readonly type: string;
  /** The scalar key; `null` if the value has none. */
  readonly scalar: Uint8Array | null;
  /** The version; `undefined` if it was not asked for. */
  readonly version: string | undefined;
  /** The content that becomes an orphan. `undefined` also for a damaged row, since its content may be another variable's. */
  readonly content: number | undefined;
}

/** The variables of each instance. SQLite compares their names as the contract does: by their UTF-8 bytes. */
export class VariableTable {
  readonly #unsummed: UnsummedRows;
  readonly #present: Statement<[instance: number, name: string], PresentColumns>;
  readonly #find: Statement<[instance: number, name: string], SummedColumns>;
  readonly #list: Statement<[instance: number, after: string, limit: number], NamedColumns>;
  readonly #read: Statement<[id: number], [instance: number, ...NamedColumns]>;
  readonly #insert: Statement<
    [instance: number, name: string, scalar: Uint8Array | null, sum: number, ...ValueColumns]
  >;
  readonly #update: Statement<[sum: number, ...UnindexedColumns, id: number]>;
  readonly #updateAll: Statement<
    [type: string, scalar: Uint8Array | null, sum: number, ...UnindexedColumns, id: number]
  >;
  readonly #delete: Statement<[id: number, instance: number]>;
  readonly #some: Statement<[instance: number, limit: number], NamedColumns>;

  constructor(db: Database) {
    this.#unsummed = new UnsummedRows(db, "variable");
    // The index has the names, too, but only the row's own name shows that a damaged index led to another variable's row.
    this.#present = db
      .prepare<[number, string], PresentColumns>(
        `SELECT v.id, v.instance, v.name, v.content, v.type, v.scalar FROM variable i CROSS JOIN variable v ON v.id = i.id
           WHERE i.instance = ? AND i.name = ?`,
      )
      .raw();
    this.#find = db
      .prepare<[number, string], SummedColumns>(
        `SELECT ${SUMMED_COLUMNS} FROM variable WHERE instance = ? AND name = ?`,
      )
      .raw();
    this.#list = db
      .prepare<[number, string, number], NamedColumns>(
        `SELECT name, ${SUMMED_COLUMNS} FROM variable WHERE instance = ? AND name > ? ORDER BY name LIMIT ?`,
      )
      .raw();
    this.#read = db
      .prepare<[number], [number, ...NamedColumns]>(
        `SELECT instance, name, ${SUMMED_COLUMNS} FROM variable WHERE id = ?`,
      )
      .raw();
    this.#insert = db.prepare(
      `INSERT INTO variable (instance, name, scalar, sum, ${VALUE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    // No column of an index changes, so SQLite need not write the indexes.
    this.#update = db.prepare(
      `UPDATE variable SET (sum, ${UNINDEXED_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
    );
    this.#updateAll = db.prepare(
      `UPDATE variable SET (type, scalar, sum, ${UNINDEXED_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
    );
    // A damaged index may lead to a row of another instance. The plus sign makes SQLite compare the row's own column.
    this.#delete = db.prepare("DELETE FROM variable WHERE id = ? AND +instance = ?");
    this.#some = db
      .prepare<[number, number], NamedColumns>(
        `SELECT name, ${SUMMED_COLUMNS} FROM variable WHERE instance = ? LIMIT ?`,
      )
      .raw();
  }

  /**
   * Finds the row of a variable that a write replaces or deletes. A damaged row can be replaced and deleted, too.
   *
   * @param instance Number of the instance.
   * @param name The variable's name.
   * @param withVersion Whether the version is needed.
   * @returns The row; `undefined` if there is none.
   * @throws {StorageError} "corrupt" if SQLite found another variable's row, or if the version is needed and the row is damaged.
   */
  present(instance: number, name: string, withVersion: boolean): PresentRow | undefined {
    const row = this.#present.get(instance, name);
    if (row === undefined) return undefined;
    const [id, ownInstance, ownName, content, type, scalar] = row;
    if (ownInstance !== instance || ownName !== name) throw damagedRow(name);
    const present = { id, instance, type, scalar, version: undefined, content: undefined };
    if (content === null && !withVersion) return present;
    const whole = this.#find.get(instance, name);
    if (whole !== undefined) {
      const [, sum, ...columns] = whole;
      const [, , , version] = columns;
      if (this.#isWhole(id, sum, instance, name, columns)) {
        return { ...present, version, content: content ?? undefined };
      }
    }
    if (withVersion) throw damagedRow(name);
    return present;
  }

  /**
   * Finds a variable.
   *
   * @throws {StorageError} "corrupt" if its row is not as it was written.
   */
  find(instance: number, name: string): VariableRow | undefined {
    const row = this.#find.get(instance, name);
    return row === undefined ? undefined : this.#variable(instance, name, row);
  }

  /**
   * Lists the first `limit` variables whose names come after `after`.
   *
   * @throws {StorageError} "corrupt" if one of their rows is not as it was written.
   */
  list(instance: number, after: string, limit: number): readonly VariableRecord[] {
    return this.#list
      .all(instance, after, limit)
      .map(([name, ...row]) => this.#variable(instance, name, row).record);
  }

  /**
   * Reads the row to which an index led.
   *
   * @throws {StorageError} "corrupt" if it is another variable's row, or is not as it was written.
   */
  read(id: number, instance: number, name: string): VariableRow {
    const row = this.#read.get(id);
    if (row === undefined) throw damagedRow(name);
    const [ownInstance, ownName, ...columns] = row;
    if (ownInstance !== instance || ownName !== name) throw damagedRow(name);
    return this.#variable(instance, name, columns);
  }

  insert(instance: number, variable: VariableRow): void {
    const { record } = variable;
    const columns = toColumns(variable);
    const sum = variableSum(instance, record.name, columns);
    this.#insert.run(instance, record.name, scalarKey(record) ?? null, sum, ...columns);
  }

  replace({ id, instance, ...present }: PresentRow, variable: VariableRow): void {
    const { record } = variable;
    const columns = toColumns(variable);
    const sum = variableSum(instance, record.name, columns);
    const scalar = scalarKey(record) ?? null;
    const [type, ...unindexed] = columns;
    const isSame = present.type === type && areSame(present.scalar, scalar);
    if (isSame) this.#update.run(sum, ...unindexed, id);
    else this.#updateAll.run(type, scalar, sum, ...unindexed, id);
  }

  delete({ id, instance }: PresentRow): void {
    this.#delete.run(id, instance);
  }

  /** Whether the instance has no variables. */
  isEmpty(instance: number): boolean {
    return this.#some.get(instance, 1) === undefined;
  }

  /**
   * Deletes at most `limit` variables of an instance.
   *
   * @returns The number of deleted variables, and the contents to which they referred.
   */
  deleteSome(instance: number, limit: number): { count: number; contents: readonly number[] } {
    let count = 0;
    const contents: number[] = [];
    for (const [name, id, sum, ...columns] of this.#some.all(instance, limit)) {
      const { changes } = this.#delete.run(id, instance);
      count += changes;
      const [, , , , , content] = columns;
      // The content of a damaged row may be another variable's.
      const isOwn = this.#isWhole(id, sum, instance, name, columns);
      if (changes > 0 && content !== null && isOwn) contents.push(content);
    }
    return { count, contents };
  }

  #variable(instance: number, name: string, [id, sum, ...columns]: SummedColumns): VariableRow {
    if (!this.#isWhole(id, sum, instance, name, columns)) throw damagedRow(name);
    return fromColumns(name, columns);
  }

  /** Whether a row belongs to this variable and is as it was written. */
  #isWhole(
    id: number,
    sum: number | null,
    instance: number,
    name: string,
    columns: ValueColumns,
  ): boolean {
    if (!areOfTheirKinds(columns)) return false;
    return sum === variableSum(instance, name, columns) || this.#unsummed.has(id, sum);
  }
}

function areSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : compareKeys(a, b) === 0;
}

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
  VALUE_COLUMNS,
  type ValueColumns,
  type VariableRow,
  variableSum,
} from "./_variable_row.ts";

type NamedColumns = [name: string, ...SummedColumns];

/** The row that a write replaces or deletes. */
export interface PresentRow {
  readonly id: number;
  readonly instance: number;
  /** The version; `undefined` if it was not asked for. */
  readonly version: string | undefined;
  /** The content that becomes an orphan. `undefined` also for a damaged row, since its content may be another variable's. */
  readonly content: number | undefined;
}

/** The variables of each instance. SQLite compares their names as the contract does: by their UTF-8 bytes. */
export class VariableTable {
  readonly #unsummed: UnsummedRows;
  readonly #present: Statement<
    [instance: number, name: string],
    [id: number, instance: number, name: string, content: number | null]
  >;
  readonly #find: Statement<[instance: number, name: string], SummedColumns>;
  readonly #list: Statement<[instance: number, after: string, limit: number], NamedColumns>;
  readonly #insert: Statement<[instance: number, name: string, sum: number, ...ValueColumns]>;
  readonly #update: Statement<[sum: number, ...ValueColumns, id: number]>;
  readonly #delete: Statement<[id: number, instance: number]>;
  readonly #some: Statement<[instance: number, limit: number], NamedColumns>;

  constructor(db: Database) {
    this.#unsummed = new UnsummedRows(db, "variable");
    // The index has the names, too, but only the row's own name shows that a damaged index led to another variable's row.
    this.#present = db
      .prepare<[number, string], [number, number, string, number | null]>(
        `SELECT v.id, v.instance, v.name, v.content FROM variable i CROSS JOIN variable v ON v.id = i.id
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
    this.#insert = db.prepare(
      `INSERT INTO variable (instance, name, sum, ${VALUE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    // The columns of the index do not change, so SQLite need not write the index.
    this.#update = db.prepare(
      `UPDATE variable SET (sum, ${VALUE_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
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
    const [id, ownInstance, ownName, content] = row;
    if (ownInstance !== instance || ownName !== name) throw damagedRow(name);
    if (content === null && !withVersion) {
      return { id, instance, version: undefined, content: undefined };
    }
    const whole = this.#find.get(instance, name);
    if (whole !== undefined) {
      const [, sum, ...columns] = whole;
      const [, , , version] = columns;
      if (this.#isWhole(id, sum, instance, name, columns)) {
        return { id, instance, version, content: content ?? undefined };
      }
    }
    if (withVersion) throw damagedRow(name);
    return { id, instance, version: undefined, content: undefined };
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

  insert(instance: number, variable: VariableRow): void {
    const { name } = variable.record;
    const columns = toColumns(variable);
    this.#insert.run(instance, name, variableSum(instance, name, columns), ...columns);
  }

  replace({ id, instance }: PresentRow, variable: VariableRow): void {
    const columns = toColumns(variable);
    this.#update.run(variableSum(instance, variable.record.name, columns), ...columns, id);
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

import type { VariableRecord } from "../../core/storage/storage.ts";
import type { Database, Statement } from "./_driver.ts";
import { UnsummedRows } from "./_row_sum.ts";
import {
  areOfTheirKinds,
  damagedRow,
  fromColumns,
  type StoredVariable,
  SUMMED_COLUMNS,
  type SummedColumns,
  toColumns,
  VALUE_COLUMNS,
  type ValueColumns,
  variableSum,
} from "./_variable_row.ts";

type NamedColumns = [name: string, ...SummedColumns];

/** What a write has to know of the row that is there. */
export interface PresentRow {
  readonly id: number;
  readonly instance: number;
  /** `undefined` if it was not asked for. */
  readonly version: string | undefined;
  /** Content that is no longer referred to once the row is replaced. Whatever a damaged row refers to may be another's. */
  readonly content: number | undefined;
}

/** The variables of each instance. SQLite compares their names as the contract does: UTF-8 bytes, exactly. */
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
    // The index alone would do for the names, but then a damaged one would lead to another's row unnoticed.
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
    // Leaves the key's columns out, and with them the index.
    this.#update = db.prepare(
      `UPDATE variable SET (sum, ${VALUE_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
    );
    // The index may name a row of another instance, if it is damaged.
    this.#delete = db.prepare("DELETE FROM variable WHERE id = ? AND +instance = ?");
    this.#some = db
      .prepare<[number, number], NamedColumns>(
        `SELECT name, ${SUMMED_COLUMNS} FROM variable WHERE instance = ? LIMIT ?`,
      )
      .raw();
  }

  /**
   * The row of a variable, to replace or delete it, which can be done to a damaged one, too.
   *
   * @param withVersion Whether the version is needed.
   * @throws {StorageError} "corrupt" if the row that is found is not the variable's, or the version is needed and the row damaged.
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

  /** @throws {StorageError} "corrupt" if the row is not what was written. */
  find(instance: number, name: string): StoredVariable | undefined {
    const row = this.#find.get(instance, name);
    return row === undefined ? undefined : this.#variable(instance, name, row);
  }

  /** @throws {StorageError} "corrupt" if one of the rows is not what was written. */
  list(instance: number, after: string, limit: number): readonly VariableRecord[] {
    return this.#list
      .all(instance, after, limit)
      .map(([name, ...row]) => this.#variable(instance, name, row).record);
  }

  insert(instance: number, variable: StoredVariable): void {
    const { name } = variable.record;
    const columns = toColumns(variable);
    this.#insert.run(instance, name, variableSum(instance, name, columns), ...columns);
  }

  replace({ id, instance }: PresentRow, variable: StoredVariable): void {
    const columns = toColumns(variable);
    this.#update.run(variableSum(instance, variable.record.name, columns), ...columns, id);
  }

  delete({ id, instance }: PresentRow): void {
    this.#delete.run(id, instance);
  }

  /** Whether the instance has no variable. */
  isEmpty(instance: number): boolean {
    return this.#some.get(instance, 1) === undefined;
  }

  /**
   * Deletes at most `limit` variables of an instance.
   *
   * @returns How many they were, and the contents that they referred to.
   */
  deleteSome(instance: number, limit: number): { count: number; contents: readonly number[] } {
    let count = 0;
    const contents: number[] = [];
    for (const [name, id, sum, ...columns] of this.#some.all(instance, limit)) {
      const { changes } = this.#delete.run(id, instance);
      count += changes;
      const [, , , , , content] = columns;
      // Whatever a damaged row refers to may be another's.
      const isOwn = this.#isWhole(id, sum, instance, name, columns);
      if (changes > 0 && content !== null && isOwn) contents.push(content);
    }
    return { count, contents };
  }

  #variable(instance: number, name: string, [id, sum, ...columns]: SummedColumns): StoredVariable {
    if (!this.#isWhole(id, sum, instance, name, columns)) throw damagedRow(name);
    return fromColumns(name, columns);
  }

  /** Whether a row is that of the variable which was asked for, and as it was written. */
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

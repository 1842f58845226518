import type { Page } from "../../core/storage/check_page.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { Database, Statement } from "./_driver.ts";
import {
  fromColumns,
  type StoredVariable,
  toColumns,
  VALUE_COLUMNS,
  type ValueColumns,
} from "./_variable_row.ts";

/** What a write has to know of the row that is there. */
export interface PresentRow {
  readonly id: number;
  readonly version: string;
  /** Content that is no longer referred to once the row is replaced. */
  readonly content: number | undefined;
}

/** The variables of each instance. SQLite compares their names as the contract does: UTF-8 bytes, exactly. */
export class VariableTable {
  readonly #present: Statement<[instance: number, name: string], [number, string, number | null]>;
  readonly #find: Statement<[instance: number, name: string], ValueColumns>;
  readonly #list: Statement<
    [instance: number, after: string, limit: number],
    [name: string, ...ValueColumns]
  >;
  readonly #insert: Statement<[instance: number, name: string, ...ValueColumns]>;
  readonly #update: Statement<[...ValueColumns, id: number]>;
  readonly #delete: Statement<[id: number]>;
  readonly #some: Statement<[instance: number, limit: number], [number, number | null]>;

  constructor(db: Database) {
    this.#present = db
      .prepare<[number, string], [number, string, number | null]>(
        "SELECT id, version, content FROM variable WHERE instance = ? AND name = ?",
      )
      .raw();
    this.#find = db
      .prepare<[number, string], ValueColumns>(
        `SELECT ${VALUE_COLUMNS} FROM variable WHERE instance = ? AND name = ?`,
      )
      .raw();
    this.#list = db
      .prepare<[number, string, number], [string, ...ValueColumns]>(
        `SELECT name, ${VALUE_COLUMNS} FROM variable WHERE instance = ? AND name > ? ORDER BY name LIMIT ?`,
      )
      .raw();
    this.#insert = db.prepare(
      `INSERT INTO variable (instance, name, ${VALUE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    // Leaves the key's columns out, and with them the index.
    this.#update = db.prepare(
      `UPDATE variable SET (${VALUE_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
    );
    this.#delete = db.prepare("DELETE FROM variable WHERE id = ?");
    this.#some = db
      .prepare<[number, number], [number, number | null]>(
        "SELECT id, content FROM variable WHERE instance = ? LIMIT ?",
      )
      .raw();
  }

  /** The row of a variable, without its value. */
  present(instance: number, name: string): PresentRow | undefined {
    const row = this.#present.get(instance, name);
    if (row === undefined) return undefined;
    const [id, version, content] = row;
    return { id, version, content: content ?? undefined };
  }

  find(instance: number, name: string): StoredVariable | undefined {
    const columns = this.#find.get(instance, name);
    return columns === undefined ? undefined : fromColumns(name, columns);
  }

  list(instance: number, { after, limit }: Page): readonly VariableRecord[] {
    return this.#list
      .all(instance, after, limit)
      .map(([name, ...columns]) => fromColumns(name, columns).record);
  }

  insert(instance: number, variable: StoredVariable): void {
    this.#insert.run(instance, variable.record.name, ...toColumns(variable));
  }

  replace(id: number, variable: StoredVariable): void {
    this.#update.run(...toColumns(variable), id);
  }

  delete(id: number): void {
    this.#delete.run(id);
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
    const rows = this.#some.all(instance, limit);
    for (const [id] of rows) this.#delete.run(id);
    const contents = rows.flatMap(([, content]) => (content === null ? [] : [content]));
    return { count: rows.length, contents };
  }
}

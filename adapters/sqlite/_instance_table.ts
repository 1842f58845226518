import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database, Statement } from "./_driver.ts";
import { RowCheck, rowSum } from "./_row_sum.ts";

type InstanceRow = [id: number, name: string, sum: number | null];

/** The instances that have a variable, and those that were cleared and still have rows. */
export class InstanceTable {
  readonly #check: RowCheck;
  readonly #find: Statement<[name: string], InstanceRow>;
  readonly #insert: Statement<[id: number, name: string, sum: number]>;
  readonly #delete: Statement<[id: number]>;
  readonly #page: Statement<[after: string, limit: number], InstanceRow>;
  readonly #clear: Statement<[id: number, sum: number]>;
  readonly #endClear: Statement<[id: number]>;
  readonly #cleared: Statement<[], [instance: number, sum: number | null]>;
  #lastId: number;

  constructor(db: Database) {
    this.#check = new RowCheck(db, "instance");
    this.#find = db
      .prepare<[string], InstanceRow>("SELECT id, name, sum FROM instance WHERE name = ?")
      .raw();
    this.#insert = db.prepare("INSERT INTO instance (id, name, sum) VALUES (?, ?, ?)");
    this.#delete = db.prepare("DELETE FROM instance WHERE id = ?");
    this.#page = db
      .prepare<[string, number], InstanceRow>(
        "SELECT id, name, sum FROM instance WHERE name > ? ORDER BY name LIMIT ?",
      )
      .raw();
    this.#clear = db.prepare("INSERT INTO cleared (instance, sum) VALUES (?, ?)");
    this.#endClear = db.prepare("DELETE FROM cleared WHERE instance = ?");
    this.#cleared = db
      .prepare<[], [number, number | null]>("SELECT instance, sum FROM cleared ORDER BY instance")
      .raw();
    this.#lastId =
      db
        .prepare<[], number>(
          `SELECT max(ifnull((SELECT max(id) FROM instance), 0),
                      ifnull((SELECT max(instance) FROM cleared), 0))`,
        )
        .pluck()
        .get() ?? 0;
  }

  /** The instance's number, if it has a variable. */
  find(name: string): number | undefined {
    const row = this.#find.get(name);
    return row === undefined ? undefined : this.#checked(row)[0];
  }

  /** Adds an instance, which is about to get its first variable. */
  add(name: string): number {
    const id = ++this.#lastId;
    this.#insert.run(id, name, rowSum([id, name]));
    return id;
  }

  /** Removes an instance that has no variable any more. */
  delete(id: number): void {
    this.#delete.run(id);
  }

  /** Makes all variables of the instance disappear at once. Their rows stay until `endClear`. */
  clear(id: number): void {
    this.#delete.run(id);
    this.#clear.run(id, rowSum([id]));
  }

  /** The rows of a cleared instance are gone. */
  endClear(id: number): void {
    this.#endClear.run(id);
  }

  /** The cleared instances that still have rows. A damaged entry may name one that was not cleared. */
  cleared(): readonly number[] {
    const rows = this.#cleared.all().filter(([id, sum]) => this.#check.isWhole(id, sum, [id]));
    return rows.map(([id]) => id);
  }

  /** The names that follow `after`, at most `limit`. */
  page(after: string, limit: number): readonly string[] {
    return this.#page.all(after, limit).map((row) => this.#checked(row)[1]);
  }

  /** The index, in which SQLite looks a name up, may be damaged as well as the table, which has the checksum. */
  #checked(row: InstanceRow): InstanceRow {
    const [id, name, sum] = row;
    if (this.#check.isWhole(id, sum, [id, name])) return row;
    throw new StorageError("corrupt", `Cannot read instance '${name}': its row is damaged`);
  }
}

import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database, Statement } from "./_driver.ts";
import { rowSum, UnsummedRows } from "./_row_sum.ts";

/** Instances whose numbers are kept at hand: some MB at most, and half of the time that a small value takes. */
const MAX_FOUND = 10_000;

/** What the checksums of those that were cleared are made of. */
const CLEARED = "cleared";

/** The instances that have a variable, and those that were cleared and still have rows. */
export class InstanceTable {
  readonly #unsummed: UnsummedRows;
  readonly #find: Statement<[name: string], [id: number, sum: number | null]>;
  readonly #insert: Statement<[id: number, name: string, sum: number]>;
  readonly #delete: Statement<[id: number]>;
  readonly #page: Statement<
    [after: string, limit: number],
    [id: number, sum: number | null, name: string]
  >;
  readonly #clear: Statement<[id: number, sum: number]>;
  readonly #endClear: Statement<[id: number]>;
  readonly #cleared: Statement<[], [instance: number, sum: number | null]>;
  /** Numbers that were found, which stay right: nobody else writes to the store. */
  readonly #found = new Map<string, number>();
  #lastId: number;

  constructor(db: Database) {
    this.#unsummed = new UnsummedRows(db, "instance");
    this.#find = db
      .prepare<[string], [number, number | null]>("SELECT id, sum FROM instance WHERE name = ?")
      .raw();
    this.#insert = db.prepare("INSERT INTO instance (id, name, sum) VALUES (?, ?, ?)");
    this.#delete = db.prepare("DELETE FROM instance WHERE id = ?");
    this.#page = db
      .prepare<[string, number], [number, number | null, string]>(
        "SELECT id, sum, name FROM instance WHERE name > ? ORDER BY name LIMIT ?",
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
    const found = this.#found.get(name);
    if (found !== undefined) return found;
    const row = this.#find.get(name);
    if (row === undefined) return undefined;
    const [id, sum] = row;
    this.#check(id, sum, name);
    this.#keep(name, id);
    return id;
  }

  /** The instance may not be there after all, since the transaction that added it was undone. */
  forget(name: string): void {
    this.#found.delete(name);
  }

  /** Adds an instance, which is about to get its first variable. */
  add(name: string): number {
    const id = ++this.#lastId;
    this.#insert.run(id, name, rowSum(id, name));
    return id;
  }

  /** Removes an instance that has no variable any more. */
  delete(id: number, name: string): void {
    this.#found.delete(name);
    this.#delete.run(id);
  }

  /** Makes all variables of the instance disappear at once. Their rows stay until `endClear`. */
  clear(id: number, name: string): void {
    this.delete(id, name);
    this.#clear.run(id, rowSum(id, CLEARED));
  }

  /** The rows of a cleared instance are gone. */
  endClear(id: number): void {
    this.#endClear.run(id);
  }

  /** The cleared instances that still have rows. A damaged entry may name one that was not cleared. */
  cleared(): readonly number[] {
    const rows = this.#cleared.all();
    return rows.filter(([id, sum]) => this.#isWhole(id, sum, CLEARED)).map(([id]) => id);
  }

  /** The names that follow `after`, at most `limit`. */
  page(after: string, limit: number): readonly string[] {
    return this.#page.all(after, limit).map(([id, sum, name]) => {
      this.#check(id, sum, name);
      return name;
    });
  }

  /** The index, in which SQLite looks a name up, may be damaged as well as the table, which has the checksum. */
  #check(id: number, sum: number | null, name: string): void {
    if (this.#isWhole(id, sum, name)) return;
    throw new StorageError("corrupt", `Cannot read instance '${name}': its row is damaged`);
  }
  #keep(name: string, id: number): void {
    if (this.#found.size >= MAX_FOUND) {
      for (const first of this.#found.keys()) {
        this.#found.delete(first);
        break;
      }
    }
    this.#found.set(name, id);
  }

  #isWhole(id: number, sum: number | null, text: string): boolean {
    return sum === rowSum(id, text) || this.#unsummed.has(id, sum);
  }
}

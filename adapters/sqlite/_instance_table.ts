import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database, Statement } from "./_driver.ts";
import { RecentMap } from "./_recent_map.ts";
import { rowSum, UnsummedRows } from "./_row_sum.ts";

/**
 * The number of instances whose numbers are cached for certain; see `RecentMap`. The cache takes a few MB, and saves half of the
 * time of a small value.
 */
const FOUND = 10_000;

/** The text of which the checksums of cleared instances are made. Part of the format. */
export const CLEARED = "cleared";

/** The instances that have variables, and the cleared instances that still have rows. */
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
  /** Cached numbers by the instances' names. They stay valid, since nobody else writes to the store. */
  readonly #found = new RecentMap<string, number>(FOUND);
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

  /** Finds an instance's number; `undefined` if the instance has no variables. */
  find(name: string): number | undefined {
    const found = this.#found.get(name);
    if (found !== undefined) return found;
    const id = this.numberOf(name);
    if (id !== undefined) this.#found.set(name, id);
    return id;
  }

  /** The same for who looks at many instances: it is not cached, since others would be forgotten for it. */
  numberOf(name: string): number | undefined {
    const row = this.#find.get(name);
    if (row === undefined) return undefined;
    const [id, sum] = row;
    this.#check(id, sum, name);
    return id;
  }

  /** Forgets a cached number, since the transaction that added the instance was rolled back. */
  forget(name: string): void {
    this.#found.delete(name);
  }

  /** Adds an instance before its first variable, and returns its number. */
  add(name: string): number {
    const id = ++this.#lastId;
    this.#insert.run(id, name, rowSum(id, name));
    return id;
  }

  /** Removes an instance that has no more variables. */
  delete(id: number, name: string): void {
    this.#found.delete(name);
    this.#delete.run(id);
  }

  /** Removes an instance with all its variables, at once. Their rows are deleted later; then `endClear` must be called. */
  clear(id: number, name: string): void {
    this.delete(id, name);
    this.#clear.run(id, rowSum(id, CLEARED));
  }

  /** Records that all rows of a cleared instance are deleted. */
  endClear(id: number): void {
    this.#endClear.run(id);
  }

  /** Lists the cleared instances that still have rows. Damaged entries are left out, since they could name other instances. */
  cleared(): readonly number[] {
    const rows = this.#cleared.all();
    return rows.filter(([id, sum]) => this.#isWhole(id, sum, CLEARED)).map(([id]) => id);
  }

  /** Lists the first `limit` names that come after `after`. */
  page(after: string, limit: number): readonly string[] {
    return this.#page.all(after, limit).map(([id, sum, name]) => {
      this.#check(id, sum, name);
      return name;
    });
  }

  /**
   * Checks that the row which SQLite found is the one of this name. The index may be damaged, too: SQLite finds the row in it, and
   * only the row has a checksum.
   */
  #check(id: number, sum: number | null, name: string): void {
    if (this.#isWhole(id, sum, name)) return;
    throw new StorageError("corrupt", `Cannot read instance '${name}': its row is damaged`);
  }

  #isWhole(id: number, sum: number | null, text: string): boolean {
    return sum === rowSum(id, text) || this.#unsummed.has(id, sum);
  }
}

import type { Database, Statement } from "./_driver.ts";

/** The instances that have a variable, and those that were cleared and still have rows. */
export class InstanceTable {
  readonly #id: Statement<[name: string], number>;
  readonly #insert: Statement<[id: number, name: string]>;
  readonly #delete: Statement<[id: number]>;
  readonly #page: Statement<[after: string, limit: number], string>;
  readonly #clear: Statement<[id: number]>;
  readonly #endClear: Statement<[id: number]>;
  readonly #cleared: Statement<[], number>;
  #lastId: number;

  constructor(db: Database) {
    this.#id = db.prepare<[string], number>("SELECT id FROM instance WHERE name = ?").pluck();
    this.#insert = db.prepare("INSERT INTO instance (id, name) VALUES (?, ?)");
    this.#delete = db.prepare("DELETE FROM instance WHERE id = ?");
    this.#page = db
      .prepare<[string, number], string>(
        "SELECT name FROM instance WHERE name > ? ORDER BY name LIMIT ?",
      )
      .pluck();
    this.#clear = db.prepare("INSERT INTO cleared (instance) VALUES (?)");
    this.#endClear = db.prepare("DELETE FROM cleared WHERE instance = ?");
    this.#cleared = db
      .prepare<[], number>("SELECT instance FROM cleared ORDER BY instance")
      .pluck();
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
    return this.#id.get(name);
  }

  /** Adds an instance, which is about to get its first variable. */
  add(name: string): number {
    const id = ++this.#lastId;
    this.#insert.run(id, name);
    return id;
  }

  /** Removes an instance that has no variable any more. */
  delete(id: number): void {
    this.#delete.run(id);
  }

  /** Makes all variables of the instance disappear at once. Their rows stay until `endClear`. */
  clear(id: number): void {
    this.#delete.run(id);
    this.#clear.run(id);
  }

  /** The rows of a cleared instance are gone. */
  endClear(id: number): void {
    this.#endClear.run(id);
  }

  /** The cleared instances that still have rows. */
  cleared(): readonly number[] {
    return this.#cleared.all();
  }

  /** The names that follow `after`, at most `limit`. */
  page(after: string, limit: number): readonly string[] {
    return this.#page.all(after, limit);
  }
}

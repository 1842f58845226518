import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database, Statement } from "./_driver.ts";
import { rowSum, UnsummedRows } from "./_row_sum.ts";

/** Number of bytes in each row of a content but the last. Part of the format. */
export const CHUNK_BYTES = 262_144;

/** The text of which the checksums of orphans are made. Part of the format. */
export const ORPHAN_TEXT = "loose";

/**
 * The contents that are too large for a record, in rows of `CHUNK_BYTES`, numbered from 0. A content to which no variable refers is
 * an orphan: before the first variable refers to it, and again after the last one does. The table `loose` lists the orphans.
 */
export class ContentTable {
  readonly #unsummed: UnsummedRows;
  readonly #insert: Statement<[content: number, index: number, bytes: Uint8Array, sum: number]>;
  readonly #get: Statement<
    [content: number, index: number],
    [bytes: Uint8Array, sum: number | null]
  >;
  readonly #deleteSome: Statement<[content: number, content: number, limit: number]>;
  readonly #insertOrphan: Statement<[content: number, sum: number]>;
  readonly #deleteOrphan: Statement<[content: number]>;
  readonly #orphans: Statement<[], [content: number, sum: number | null]>;
  #lastId: number;

  constructor(db: Database) {
    this.#unsummed = new UnsummedRows(db, "content");
    // 2^24 rows hold 4 TiB, and no file will ever have 2^39 contents. better-sqlite3 passes numbers as floating point. A shift and
    // an `or` make integers of them; an addition would not.
    this.#insert = db.prepare("INSERT INTO chunk (id, bytes, sum) VALUES ((? << 24) | ?, ?, ?)");
    this.#get = db
      .prepare<[number, number], [Uint8Array, number | null]>(
        "SELECT bytes, sum FROM chunk WHERE id = ((? << 24) | ?)",
      )
      .raw();
    this.#deleteSome = db.prepare(
      `DELETE FROM chunk WHERE id IN
         (SELECT id FROM chunk WHERE id BETWEEN (? << 24) AND ((? << 24) | 0xffffff) LIMIT ?)`,
    );
    this.#insertOrphan = db.prepare("INSERT INTO loose (content, sum) VALUES (?, ?)");
    this.#deleteOrphan = db.prepare("DELETE FROM loose WHERE content = ?");
    this.#orphans = db
      .prepare<[], [number, number | null]>("SELECT content, sum FROM loose ORDER BY content")
      .raw();
    this.#lastId =
      db
        .prepare<[], number>(
          `SELECT max(ifnull((SELECT max(id) >> 24 FROM chunk), 0),
                      ifnull((SELECT max(content) FROM loose), 0))`,
        )
        .pluck()
        .get() ?? 0;
  }

  /** Returns a new number for a content. It is not used twice while the store is open. */
  newId(): number {
    return ++this.#lastId;
  }

  /** Writes one row. */
  insert(content: number, index: number, bytes: Uint8Array): void {
    this.#insert.run(content, index, bytes, rowSum(content, `${index}`, bytes));
  }

  /**
   * Reads one row.
   *
   * @returns Its bytes; `undefined` if there is no such row.
   * @throws {StorageError} "corrupt" if the row is not as it was written.
   */
  get(content: number, index: number): Uint8Array | undefined {
    const row = this.#get.get(content, index);
    if (row === undefined) return undefined;
    const [bytes, sum] = row;
    const isSummed = sum === rowSum(content, `${index}`, bytes) || this.#unsummed.has(content, sum);
    // One bit in the file tells a text from bytes, and the checksum does not cover it.
    if (isSummed && bytes instanceof Uint8Array) return bytes;
    throw new StorageError("corrupt", `Cannot read a content: its row ${index} is damaged`);
  }

  /** Lists the content as an orphan: no variable refers to it. */
  orphan(content: number): void {
    this.#insertOrphan.run(content, rowSum(content, ORPHAN_TEXT));
  }

  /** Takes the content from the list of orphans: a variable refers to it. */
  adopt(content: number): void {
    this.#deleteOrphan.run(content);
  }

  /** Returns all orphans. Damaged entries are left out, since they could name contents to which variables refer. */
  orphans(): readonly number[] {
    const rows = this.#orphans
      .all()
      .filter(([id, sum]) => sum === rowSum(id, ORPHAN_TEXT) || this.#unsummed.has(id, sum));
    return rows.map(([id]) => id);
  }

  /**
   * Deletes at most `limit` rows of an orphan, and its entry in the list with the last of them.
   *
   * @returns Whether the whole content is deleted now.
   */
  delete(content: number, limit: number): boolean {
    const { changes } = this.#deleteSome.run(content, content, limit);
    if (changes === limit) return false;
    this.#deleteOrphan.run(content);
    return true;
  }
}

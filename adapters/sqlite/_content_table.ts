import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database, Statement } from "./_driver.ts";
import { rowSum, UnsummedRows } from "./_row_sum.ts";

/** Bytes in each row of a content but the last. Part of the format. */
export const CHUNK_BYTES = 262_144;

/** What the checksums of loose contents are made of. */
const LOOSE = "loose";

/**
 * The contents too large for a record: rows of `CHUNK_BYTES`, numbered from 0. A content is loose from its first row until
 * a variable refers to it, and again from when none does.
 */
export class ContentTable {
  readonly #unsummed: UnsummedRows;
  readonly #insert: Statement<[content: number, index: number, bytes: Uint8Array, sum: number]>;
  readonly #get: Statement<
    [content: number, index: number],
    [bytes: Uint8Array, sum: number | null]
  >;
  readonly #deleteSome: Statement<[content: number, content: number, limit: number]>;
  readonly #loosen: Statement<[content: number, sum: number]>;
  readonly #claim: Statement<[content: number]>;
  readonly #loose: Statement<[], [content: number, sum: number | null]>;
  #lastId: number;

  constructor(db: Database) {
    this.#unsummed = new UnsummedRows(db, "content");
    // 2^24 rows make 4 TiB, and 2^39 contents outlast the file. The driver gives numbers as floating point, which a shift and
    // an `or` turn into integers, and a sum would not.
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
    this.#loosen = db.prepare("INSERT INTO loose (content, sum) VALUES (?, ?)");
    this.#claim = db.prepare("DELETE FROM loose WHERE content = ?");
    this.#loose = db
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

  /** A number that no content has, and that none will get in this opening. */
  newId(): number {
    return ++this.#lastId;
  }

  insert(content: number, index: number, bytes: Uint8Array): void {
    this.#insert.run(content, index, bytes, rowSum(content, `${index}`, bytes));
  }

  /**
   * One row, or `undefined` if it is not there.
   *
   * @throws {StorageError} "corrupt" if it is not what was written.
   */
  get(content: number, index: number): Uint8Array | undefined {
    const row = this.#get.get(content, index);
    if (row === undefined) return undefined;
    const [bytes, sum] = row;
    const isSummed = sum === rowSum(content, `${index}`, bytes) || this.#unsummed.has(content, sum);
    // In a file SQLite tells a text from bytes by one bit, which no checksum sees.
    if (isSummed && bytes instanceof Uint8Array) return bytes;
    throw new StorageError("corrupt", `Cannot read a content: its row ${index} is damaged`);
  }

  /** No variable refers to the content, or not yet. */
  loosen(content: number): void {
    this.#loosen.run(content, rowSum(content, LOOSE));
  }

  /** From now on a variable refers to the content. */
  claim(content: number): void {
    this.#claim.run(content);
  }

  /** All contents that no variable refers to. A damaged entry may name one that is referred to. */
  loose(): readonly number[] {
    const rows = this.#loose
      .all()
      .filter(([id, sum]) => sum === rowSum(id, LOOSE) || this.#unsummed.has(id, sum));
    return rows.map(([id]) => id);
  }

  /**
   * Deletes at most `limit` rows of a loose content.
   *
   * @returns Whether that was all, so that the content is not loose any more but gone.
   */
  delete(content: number, limit: number): boolean {
    const { changes } = this.#deleteSome.run(content, content, limit);
    if (changes === limit) return false;
    this.#claim.run(content);
    return true;
  }
}

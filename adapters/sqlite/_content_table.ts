import type { Database, Statement } from "./_driver.ts";

/** Bytes in each row of a content but the last. Part of the format. */
export const CHUNK_BYTES = 262_144;

/**
 * The contents too large for a record: rows of `CHUNK_BYTES`, numbered from 0. A content is loose from its first row until
 * a variable refers to it, and again from when none does.
 */
export class ContentTable {
  readonly #insert: Statement<[content: number, index: number, bytes: Uint8Array]>;
  readonly #get: Statement<[content: number, index: number], Uint8Array>;
  readonly #deleteSome: Statement<[content: number, content: number, limit: number]>;
  readonly #loosen: Statement<[content: number]>;
  readonly #claim: Statement<[content: number]>;
  readonly #loose: Statement<[], number>;
  #lastId: number;

  constructor(db: Database) {
    // 2^24 rows make 4 TiB, and 2^39 contents outlast the file. The driver gives numbers as floating point, which a shift and
    // an `or` turn into integers, and a sum would not.
    this.#insert = db.prepare("INSERT INTO chunk (id, bytes) VALUES ((? << 24) | ?, ?)");
    this.#get = db
      .prepare<[number, number], Uint8Array>("SELECT bytes FROM chunk WHERE id = ((? << 24) | ?)")
      .pluck();
    this.#deleteSome = db.prepare(
      `DELETE FROM chunk WHERE id IN
         (SELECT id FROM chunk WHERE id BETWEEN (? << 24) AND ((? << 24) | 0xffffff) LIMIT ?)`,
    );
    this.#loosen = db.prepare("INSERT INTO loose (content) VALUES (?)");
    this.#claim = db.prepare("DELETE FROM loose WHERE content = ?");
    this.#loose = db.prepare<[], number>("SELECT content FROM loose ORDER BY content").pluck();
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
    this.#insert.run(content, index, bytes);
  }

  /** One row, or `undefined` if it is not there. */
  get(content: number, index: number): Uint8Array | undefined {
    return this.#get.get(content, index);
  }

  /** No variable refers to the content, or not yet. */
  loosen(content: number): void {
    this.#loosen.run(content);
  }

  /** From now on a variable refers to the content. */
  claim(content: number): void {
    this.#claim.run(content);
  }

  /** All contents that no variable refers to. */
  loose(): readonly number[] {
    return this.#loose.all();
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

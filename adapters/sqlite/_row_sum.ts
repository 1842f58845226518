import { crc32 } from "node:zlib";
import type { Database } from "./_driver.ts";

/**
 * The checksum that a row keeps of its other values: the CRC-32 of a text and then bytes, begun with a number. Each read of a small
 * value needs two of them, so nothing is built for them that can be done without.
 *
 * @param id A number that makes the sum of each row its own.
 * @param text All other values but bytes.
 */
export function rowSum(id: number, text: string, bytes?: Uint8Array | null): number {
  const sum = crc32(text, id % 2 ** 32);
  // For no bytes zlib gives 0 or the sum before, by where they are.
  const whole = bytes && bytes.length > 0 ? crc32(bytes, sum) : sum;
  // With a sign it takes four bytes: SQLite overwrites a row of the same length where it is, and moves others.
  return whole | 0;
}

/** Tables whose rows of the first version of the format have no checksum. */
export type SummedTable = "instance" | "variable" | "content";

/** Knows which rows may have no checksum. */
export class UnsummedRows {
  readonly #last: number;

  constructor(db: Database, table: SummedTable) {
    this.#last = db.prepare<[], number>(`SELECT ${table} FROM unsummed`).pluck().get() ?? 0;
  }

  /**
   * Whether a row may be without a checksum, and is.
   *
   * @param id Number of the row, or of the content or instance that it is about.
   */
  has(id: number, sum: unknown): boolean {
    return sum === null && id <= this.#last;
  }
}

import { crc32 } from "node:zlib";
import type { Database } from "./_driver.ts";

/**
 * Computes the checksum of a row: the CRC-32 of a text and of bytes behind it, started with a number. Each read of a small value
 * computes two of these, so this avoids all allocations.
 *
 * @param id A number by which equal values have different sums in different rows.
 * @param text All other values of the row but bytes, as text.
 * @param bytes The bytes in the row, if it has some.
 */
export function rowSum(id: number, text: string, bytes?: Uint8Array | null): number {
  const sum = crc32(text, id % 2 ** 32);
  // For an empty array, zlib returns either 0 or the sum before, depending on the array's memory.
  const whole = bytes && bytes.length > 0 ? crc32(bytes, sum) : sum;
  // As a signed integer the sum takes at most four bytes. SQLite overwrites a row in its place if the length stays the same.
  return whole | 0;
}

/** The columns of `unsummed`: the tables whose rows have no checksum in the first version of the format. */
export type SummedTable = "instance" | "variable" | "content";

/** Knows which rows may lack a checksum, since they are from the first version of the format. */
export class UnsummedRows {
  readonly #last: number;

  constructor(db: Database, table: SummedTable) {
    this.#last = db.prepare<[], number>(`SELECT ${table} FROM unsummed`).pluck().get() ?? 0;
  }

  /**
   * Whether a row lacks a checksum and may lack it.
   *
   * @param id Number of the row, or of the content or instance that it belongs to.
   * @param sum The row's checksum.
   */
  has(id: number, sum: unknown): boolean {
    return sum === null && id <= this.#last;
  }
}

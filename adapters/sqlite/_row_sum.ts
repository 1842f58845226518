import { crc32 } from "node:zlib";
import type { Database } from "./_driver.ts";

/**
 * The checksum that a row keeps of its other values: CRC-32 of each in turn, with its kind, since SQLite tells a text from bytes
 * by one bit.
 */
export function rowSum(values: readonly unknown[]): number {
  let sum = 0;
  let text = "";
  for (const value of values) {
    if (typeof value === "string") text += `${value.length}:${value}`;
    else if (value instanceof Uint8Array) {
      sum = crc32(text, sum);
      // For no bytes zlib gives 0 or the sum before, by where they are.
      if (value.length > 0) sum = crc32(value, sum);
      text = `bytes ${value.length},`;
    } else text += `${value},`;
  }
  return crc32(text, sum);
}

/** Tables whose rows of the first version of the format have no checksum. */
export type SummedTable = "instance" | "variable" | "content";

/** Tells which rows of a table are what was written. */
export class RowCheck {
  readonly #lastUnsummed: number;

  constructor(db: Database, table: SummedTable) {
    const last = db.prepare<[], number>(`SELECT ${table} FROM unsummed`).pluck().get();
    this.#lastUnsummed = last ?? 0;
  }

  /**
   * @param id Number of the row, or of the content or instance that it is about.
   * @param sum Its checksum; `null` is right where rows may have none.
   * @param values Its other values.
   */
  isWhole(id: number, sum: unknown, values: readonly unknown[]): boolean {
    if (sum === null) return id <= this.#lastUnsummed;
    return sum === rowSum(values);
  }
}

import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { comparePositions, type Entry, type QueryOrder } from "./_entry.ts";

/** Takes the variables of a query one after the other: skips some, and keeps the next ones until the page is full. */
export class PageFiller {
  /** The variables of the page. */
  readonly entries: Entry[] = [];
  /** How many were skipped. */
  skipped = 0;
  readonly #skip: number;
  readonly #limit: number;

  /**
   * @param skip Number of variables to skip.
   * @param limit Largest number of variables of the page.
   */
  constructor(skip: number, limit: number) {
    this.#skip = skip;
    this.#limit = limit;
  }

  /** How many are still to be skipped. */
  get toSkip(): number {
    return this.#skip - this.skipped;
  }

  /** Whether the page has as many variables as it may have. */
  get isFull(): boolean {
    return this.entries.length >= this.#limit;
  }

  /** Takes the next variable. The page must not be full. */
  add(entry: Entry): void {
    if (this.toSkip > 0) this.skipped++;
    else this.entries.push(entry);
  }

  /**
   * Takes variables in an order, until the page is full.
   *
   * @param entries The variables.
   * @param order The order.
   * @param after Only variables behind this position are taken.
   * @returns The position of the last one if the page is full.
   */
  addInOrder(
    entries: readonly Entry[],
    order: QueryOrder,
    after: QueryPosition | undefined,
  ): QueryPosition | undefined {
    const isDue = (entry: Entry) =>
      after === undefined || comparePositions(order, after, entry) < 0;
    const due = entries.filter(isDue).sort((a, b) => comparePositions(order, a, b));
    for (const entry of due) {
      this.add(entry);
      if (this.isFull) return entry;
    }
    return undefined;
  }
}

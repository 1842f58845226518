/** The largest number of rows in a window: 4 MiB. */
const MAX_ROWS = 16;
/** The number of rows that all windows should have together: 16 MiB. */
const ALL_ROWS = 64;

/**
 * Says how many rows an upload or a download moves at once. With many of them at once, each window is smaller, so that they do not
 * take more memory for it.
 */
export class WindowRows {
  #users = 0;

  /** Records that an upload or a download begins. */
  enter(): void {
    this.#users++;
  }

  /** Records that it ends. */
  leave(): void {
    this.#users--;
  }

  /** The number of rows of a window now, at least 1. */
  get max(): number {
    return Math.min(MAX_ROWS, Math.max(1, Math.floor(ALL_ROWS / Math.max(1, this.#users))));
  }
}

/** A content that is being read. */
interface Hold {
  readers: number;
  /** Whether the content is an orphan: no variable refers to it any more. */
  abandoned: boolean;
}

/** Knows which contents are being read. An orphaned content is swept only after its last reader has closed it. */
export class ContentHolds {
  readonly #holds = new Map<number, Hold>();
  readonly #sweep: (content: number) => void;

  /** @param sweep Is called with each orphaned content that nobody reads. */
  constructor(sweep: (content: number) => void) {
    this.#sweep = sweep;
  }

  /** Records that a reader opens the content. */
  hold(content: number): void {
    const hold = this.#holds.get(content);
    if (hold === undefined) this.#holds.set(content, { readers: 1, abandoned: false });
    else hold.readers++;
  }

  /** Records that a reader closes the content. */
  release(content: number): void {
    const hold = this.#holds.get(content);
    if (hold === undefined || --hold.readers > 0) return;
    this.#holds.delete(content);
    if (hold.abandoned) this.#sweep(content);
  }

  /** Has an orphaned content swept, at once or after its last reader has closed it. */
  abandon(content: number): void {
    const hold = this.#holds.get(content);
    if (hold === undefined) this.#sweep(content);
    else hold.abandoned = true;
  }
}

/** A content in use. */
interface Hold {
  readers: number;
  /** Whether no variable refers to it any more. */
  abandoned: boolean;
}

/** Knows which contents are being read, so that what was replaced is deleted after its last reader has closed. */
export class ContentHolds {
  readonly #holds = new Map<number, Hold>();
  readonly #sweep: (content: number) => void;

  /** @param sweep Called with a content that nobody needs any more. */
  constructor(sweep: (content: number) => void) {
    this.#sweep = sweep;
  }

  /** A reader opens the content. */
  hold(content: number): void {
    const hold = this.#holds.get(content);
    if (hold === undefined) this.#holds.set(content, { readers: 1, abandoned: false });
    else hold.readers++;
  }

  /** A reader closes the content. */
  release(content: number): void {
    const hold = this.#holds.get(content);
    if (hold === undefined || --hold.readers > 0) return;
    this.#holds.delete(content);
    if (hold.abandoned) this.#sweep(content);
  }

  /** Nothing refers to the content any more. */
  abandon(content: number): void {
    const hold = this.#holds.get(content);
    if (hold === undefined) this.#sweep(content);
    else hold.abandoned = true;
  }
}

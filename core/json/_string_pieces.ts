/** As many code units are gathered into one piece. */
const MAX_GATHERED = 4_096;

/**
 * Makes the pieces of a string that a handler gets. Long runs go on as they are. Short ones and escaped characters are
 * gathered: else a string of escapes would be a piece for each of them, and a rope of all these in the memory of the handler.
 */
export class StringPieces {
  readonly #hand: (piece: string, last: boolean) => void;
  #runs: string[] = [];
  #length = 0;

  /** @param hand What to do with a piece. */
  constructor(hand: (piece: string, last: boolean) => void) {
    this.#hand = hand;
  }

  /** Adds a run; the last of a string may be empty. */
  add(run: string, last: boolean): void {
    if (this.#length > 0 && this.#length + run.length > MAX_GATHERED) this.#flush(false);
    if (this.#length === 0 && (last || run.length > MAX_GATHERED)) {
      this.#hand(run, last);
      return;
    }
    this.#runs.push(run);
    this.#length += run.length;
    if (last) this.#flush(true);
  }

  #flush(last: boolean): void {
    const piece = this.#runs.join("");
    this.#runs = [];
    this.#length = 0;
    this.#hand(piece, last);
  }
}

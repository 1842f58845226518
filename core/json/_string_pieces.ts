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
    const fits = this.#length + run.length <= MAX_GATHERED;
    if (this.#length > 0 && fits) {
      this.#gather(run);
      if (last) this.#flush(true);
    } else if (last || !fits) {
      if (this.#length > 0) this.#flush(false);
      this.#hand(run, last);
    } else {
      this.#gather(run);
    }
  }

  #gather(run: string): void {
    this.#runs.push(run);
    this.#length += run.length;
  }

  #flush(last: boolean): void {
    const piece = this.#runs.join("");
    this.#runs = [];
    this.#length = 0;
    this.#hand(piece, last);
  }
}

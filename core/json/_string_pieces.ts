/** The largest number of code units that are gathered into one piece. */
const MAX_GATHERED = 4_096;

/**
 * Makes the pieces in which a handler gets a string. A long run is emitted as it is. Short runs and escaped characters are
 * gathered. Otherwise each escape would be a piece of its own, and a string of escapes a rope of them in the handler's memory.
 */
export class StringPieces {
  readonly #emit: (piece: string, last: boolean) => void;
  #runs: string[] = [];
  #length = 0;

  /** @param emit Takes each piece; `last` tells whether it is the last one of its string. */
  constructor(emit: (piece: string, last: boolean) => void) {
    this.#emit = emit;
  }

  /** Adds a run. The last run of a string may be empty. */
  add(run: string, last: boolean): void {
    if (this.#length > 0 && this.#length + run.length > MAX_GATHERED) this.#flush(false);
    if (this.#length === 0 && (last || run.length > MAX_GATHERED)) {
      this.#emit(run, last);
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
    this.#emit(piece, last);
  }
}

import { StringPieces } from "./_string_pieces.ts";

/** Gathers the source of one array or object block by block, without the blanks between its tokens. */
export class SourceCapture {
  /** The depth of the array or object. */
  readonly depth: number;
  readonly #keeps: boolean;
  readonly #texts: string[] = [];
  readonly #pieces = new StringPieces((piece) => this.#texts.push(piece));
  /** Index in the current block of the first character that is not gathered yet. */
  #from: number;

  /**
   * @param depth The depth of the array or object.
   * @param from Index of its first character in the current block.
   * @param keeps Whether to keep the source. If false, nothing is gathered.
   */
  constructor(depth: number, from: number, keeps: boolean) {
    this.depth = depth;
    this.#from = from;
    this.#keeps = keeps;
  }

  /** Leaves out the blank at this index, which stands between two tokens. */
  skip(text: string, blank: number): void {
    if (blank > this.#from) this.#take(text, blank);
    this.#from = blank + 1;
  }

  /** Gathers the rest of a block. The next block is then gathered from its start. */
  endBlock(text: string): void {
    this.#take(text, text.length);
    this.#from = 0;
  }

  /** Ends the source at index `end` of the current block, and returns it. */
  finish(text: string, end: number): string {
    this.#take(text, end);
    this.#pieces.add("", true);
    return this.#texts.join("");
  }

  #take(text: string, to: number): void {
    if (this.#keeps) this.#pieces.add(text.slice(this.#from, to), false);
  }
}

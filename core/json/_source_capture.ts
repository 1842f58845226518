import { StringPieces } from "./_string_pieces.ts";

/** Gathers the source of one array or object, without the blanks between its tokens, as it goes by in blocks. */
export class SourceCapture {
  /** At which depth the array or object stands that is gathered. */
  readonly depth: number;
  readonly #keeps: boolean;
  readonly #texts: string[] = [];
  readonly #pieces = new StringPieces((piece) => this.#texts.push(piece));
  /** Where in the current block the source begins that is not gathered yet. */
  #from: number;

  /**
   * @param depth Of the array or object.
   * @param from Where in the block it begins.
   * @param keeps Whether its source is wanted. If not, it is read past.
   */
  constructor(depth: number, from: number, keeps: boolean) {
    this.depth = depth;
    this.#from = from;
    this.#keeps = keeps;
  }

  /** A blank stands between two tokens. */
  skip(text: string, blank: number): void {
    if (blank > this.#from) this.#take(text, blank);
    this.#from = blank + 1;
  }

  /** The block ends; so what is gathered next is at the start of another one. */
  endBlock(text: string): void {
    this.#take(text, text.length);
    this.#from = 0;
  }

  /** The source; `end` is where in the block it ends. */
  finish(text: string, end: number): string {
    this.#take(text, end);
    this.#pieces.add("", true);
    return this.#texts.join("");
  }

  #take(text: string, to: number): void {
    if (this.#keeps) this.#pieces.add(text.slice(this.#from, to), false);
  }
}

import type { NameSequence } from "../_name_sequence.ts";

/** With this behind a prefix, it comes behind all names that begin with the prefix: they have at most 255 characters. */
const LAST = "\u{10ffff}".repeat(256);

/** The names of a sequence that begin with a prefix. */
export class NameRange implements NameSequence {
  readonly size: number;
  readonly #names: NameSequence;
  readonly #from: number;

  constructor(names: NameSequence, prefix: string) {
    this.#names = names;
    this.#from = prefix === "" ? 0 : names.rank(prefix);
    this.size = (prefix === "" ? names.size : names.rank(prefix + LAST)) - this.#from;
  }

  rank(name: string): number {
    return Math.min(Math.max(this.#names.rank(name) - this.#from, 0), this.size);
  }

  slice(from: number, to: number): string[] {
    return this.#names.slice(this.#from + from, this.#from + Math.min(to, this.size));
  }
}

import { type NameSequence, rankIn } from "../_name_sequence.ts";

/** A sequence of names in an array. */
export class NameList implements NameSequence {
  readonly #names: readonly string[];

  /** @param names Distinct names in their order. */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  get size(): number {
    return this.#names.length;
  }

  rank(name: string): number {
    return rankIn(this.#names, name);
  }

  slice(from: number, to: number): string[] {
    return this.#names.slice(from, to);
  }

  has(name: string): boolean {
    return this.#names[rankIn(this.#names, name)] === name;
  }
}

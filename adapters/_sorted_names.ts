import { compareNames } from "../core/storage/compare_names.ts";
import { type NameSequence, rankIn } from "./_name_sequence.ts";

/** The largest number of names in a block. A larger block is split, so an insertion moves at most this many names. */
const MAX_BLOCK = 512;

/** A set of names in the order of their UTF-8 bytes. It consists of blocks, so that a change is cheap even among many names. */
export class SortedNames implements NameSequence {
  /** No block is empty, unless it is the only one. */
  readonly #blocks: string[][] = [[]];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a name, unless the set has it already. */
  add(name: string): void {
    const blockIndex = this.#findBlock(name);
    const block = this.#blocks[blockIndex] ?? [];
    const index = rankIn(block, name);
    if (block[index] === name) return;
    this.#size++;
    const isLast = index === block.length && blockIndex === this.#blocks.length - 1;
    if (isLast && index === MAX_BLOCK) {
      // Names that are added in their order fill whole blocks.
      this.#blocks.push([name]);
      return;
    }
    block.splice(index, 0, name);
    if (block.length > MAX_BLOCK) {
      this.#blocks.splice(blockIndex + 1, 0, block.splice(MAX_BLOCK / 2));
    }
  }

  /** Removes a name if the set has it. */
  delete(name: string): void {
    const blockIndex = this.#findBlock(name);
    const block = this.#blocks[blockIndex] ?? [];
    const index = rankIn(block, name);
    if (block[index] !== name) return;
    this.#size--;
    block.splice(index, 1);
    if (block.length === 0 && this.#blocks.length > 1) this.#blocks.splice(blockIndex, 1);
  }

  rank(name: string): number {
    const blockIndex = this.#findBlock(name);
    let before = 0;
    for (let i = 0; i < blockIndex; i++) before += this.#blocks[i]?.length ?? 0;
    return before + rankIn(this.#blocks[blockIndex] ?? [], name);
  }

  slice(from: number, to: number): string[] {
    const names: string[] = [];
    let start = from;
    let left = to - from;
    for (const block of this.#blocks) {
      if (left <= 0) break;
      if (start >= block.length) {
        start -= block.length;
        continue;
      }
      for (const name of block.slice(start, start + left)) names.push(name);
      left -= block.length - start;
      start = 0;
    }
    return names;
  }

  /** Finds the index of the last block whose first name does not come after `name`; 0 if there is no such block. */
  #findBlock(name: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    const last = this.#blocks[high]?.[0];
    if (last !== undefined && compareNames(last, name) <= 0) return high;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const first = this.#blocks[middle]?.[0];
      if (first !== undefined && compareNames(first, name) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

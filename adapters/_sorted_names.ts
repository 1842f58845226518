import { compareNames } from "../core/storage/compare_names.ts";

/** The largest number of names in a block. A larger block is split, so an insertion moves at most this many names. */
const MAX_BLOCK = 512;

/** A set of names in the order of their UTF-8 bytes. It consists of blocks, so that a change is cheap even among many names. */
export class SortedNames {
  /** No block is empty, unless it is the only one. */
  readonly #blocks: string[][] = [[]];

  /** Adds a name, unless the set has it already. */
  add(name: string): void {
    const blockIndex = this.#findBlock(name);
    const block = this.#blocks[blockIndex] ?? [];
    const index = firstNotBefore(block, name);
    if (block[index] === name) return;
    block.splice(index, 0, name);
    if (block.length > MAX_BLOCK) {
      this.#blocks.splice(blockIndex + 1, 0, block.splice(MAX_BLOCK / 2));
    }
  }

  /** Removes a name if the set has it. */
  delete(name: string): void {
    const blockIndex = this.#findBlock(name);
    const block = this.#blocks[blockIndex] ?? [];
    const index = firstNotBefore(block, name);
    if (block[index] !== name) return;
    block.splice(index, 1);
    if (block.length === 0 && this.#blocks.length > 1) this.#blocks.splice(blockIndex, 1);
  }

  /** Returns the first `limit` names that come after `after`. */
  after(after: string, limit: number): string[] {
    const names: string[] = [];
    let blockIndex = this.#findBlock(after);
    let index = firstNotBefore(this.#blocks[blockIndex] ?? [], after);
    if (this.#blocks[blockIndex]?.[index] === after) index++;
    for (; names.length < limit && blockIndex < this.#blocks.length; blockIndex++, index = 0) {
      const block = this.#blocks[blockIndex] ?? [];
      for (const name of block.slice(index, index + limit - names.length)) names.push(name);
    }
    return names;
  }

  /** Finds the index of the last block whose first name does not come after `name`; 0 if there is no such block. */
  #findBlock(name: string): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const first = this.#blocks[middle]?.[0];
      if (first !== undefined && compareNames(first, name) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function firstNotBefore(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = names[middle];
    if (candidate !== undefined && compareNames(candidate, name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

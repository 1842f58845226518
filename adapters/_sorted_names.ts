import { compareNames } from "../core/storage/compare_names.ts";

/** A block is split when it gets longer; so an insertion moves at most this many names. */
const MAX_BLOCK = 512;

/** A set of names in the order of their UTF-8 bytes, in blocks, so that a change costs little however many there are. */
export class SortedNames {
  /** None is empty, but for the only one. */
  readonly #blocks: string[][] = [[]];

  /** Adds a name, if it is not there. */
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

  /** Removes a name, if it is there. */
  delete(name: string): void {
    const blockIndex = this.#findBlock(name);
    const block = this.#blocks[blockIndex] ?? [];
    const index = firstNotBefore(block, name);
    if (block[index] !== name) return;
    block.splice(index, 1);
    if (block.length === 0 && this.#blocks.length > 1) this.#blocks.splice(blockIndex, 1);
  }

  /** The first `limit` names that come after `after`. */
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

  /** The last block whose first name does not come after `name`, or the first block. */
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

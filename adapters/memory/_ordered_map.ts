import { compareNames } from "../../core/storage/compare_names.ts";

/** A block is split in two when it grows beyond this. Moving so few names costs less than finding their place. */
const MAX_BLOCK = 512;

/**
 * A map that also knows the order of its names. The names lie sorted in short blocks, so adding and removing one costs a
 * binary search and a short move, never a sort, and a page is read without a look at the rest.
 */
export class OrderedMap<Value> {
  readonly #values = new Map<string, Value>();
  /** Sorted names in sorted blocks, none empty. */
  readonly #blocks: string[][] = [];

  get size(): number {
    return this.#values.size;
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    const before = this.#values.size;
    this.#values.set(name, value);
    if (this.#values.size !== before) this.#insert(name);
  }

  delete(name: string): void {
    if (!this.#values.delete(name)) return;
    const index = this.#blockOf(name);
    const block = this.#blocks[index];
    if (block === undefined) return;
    block.splice(firstFrom(block, name), 1);
    if (block.length === 0) this.#blocks.splice(index, 1);
  }

  clear(): void {
    this.#values.clear();
    this.#blocks.length = 0;
  }

  /** The names that follow `after`, at most `limit`, in order. */
  namesAfter(after: string, limit: number): string[] {
    const names: string[] = [];
    let index = this.#blockOf(after);
    let block = this.#blocks[index];
    let position = block === undefined ? 0 : firstFrom(block, after);
    if (block?.[position] === after) position++;
    while (block !== undefined && names.length < limit) {
      for (const name of block.slice(position, position + limit - names.length)) names.push(name);
      block = this.#blocks[++index];
      position = 0;
    }
    return names;
  }

  #insert(name: string): void {
    const index = this.#blockOf(name);
    const block = this.#blocks[index];
    if (block === undefined) {
      this.#blocks.push([name]);
      return;
    }
    block.splice(firstFrom(block, name), 0, name);
    if (block.length > MAX_BLOCK) this.#blocks.splice(index + 1, 0, block.splice(MAX_BLOCK / 2));
  }

  /** The last block that begins at or before the name, or the first one. */
  #blockOf(name: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.#blocks[middle]?.[0];
      if (first !== undefined && compareNames(first, name) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** The place of the first name that does not come before `name`. */
function firstFrom(names: readonly string[], name: string): number {
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

import type { Segment } from "../log/_segment.ts";

/** What the keys keep of a record. */
export interface KeyEntry {
  readonly sequence: number;
  /** Where it lies in its segment. */
  readonly offset: number;
  readonly bytes: number;
}

/** Where the record of a variable lies. */
export interface Place {
  readonly segment: Segment;
  readonly offset: number;
  readonly bytes: number;
}

const BLOCK_BITS = 12;
const BLOCK_SLOTS = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK_SLOTS - 1;

/** The columns of 4,096 slots. */
class Block {
  readonly sequences = new Float64Array(BLOCK_SLOTS);
  readonly segments = new Uint32Array(BLOCK_SLOTS);
  readonly offsets = new Uint32Array(BLOCK_SLOTS);
  readonly bytes = new Uint32Array(BLOCK_SLOTS);
  readonly remnants = new Uint32Array(BLOCK_SLOTS);
}

/**
 * What is known of each variable, in columns of numbers. A million objects would take three times the memory, and the garbage collector
 * would have to look at each of them.
 */
export class KeyColumns {
  readonly #blocks: Block[] = [];
  readonly #free: number[] = [];
  readonly #segments = new Map<number, Segment>();
  #slots = 0;

  /** Takes a slot. `write` and `setRemnants` set its values. */
  add(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#slots % BLOCK_SLOTS === 0) this.#blocks.push(new Block());
    return this.#slots++;
  }

  /** Gives a slot back. It has no sequence number then that a variable has. */
  delete(slot: number): void {
    this.#blockOf(slot).sequences[slot & IN_BLOCK] = 0;
    this.#free.push(slot);
  }

  /** Writes where the record of a slot lies, and its sequence number. */
  write(slot: number, segment: Segment, { sequence, offset, bytes }: KeyEntry): void {
    const block = this.#blockOf(slot);
    const at = slot & IN_BLOCK;
    block.sequences[at] = sequence;
    block.segments[at] = segment.number;
    block.offsets[at] = offset;
    block.bytes[at] = bytes;
    this.#segments.set(segment.number, segment);
  }

  /** Sets the number of other puts of the same variable that are still on the disk. */
  setRemnants(slot: number, remnants: number): void {
    this.#blockOf(slot).remnants[slot & IN_BLOCK] = remnants;
  }

  remnants(slot: number): number {
    return this.#blockOf(slot).remnants[slot & IN_BLOCK] ?? 0;
  }

  sequence(slot: number): number {
    return this.#blockOf(slot).sequences[slot & IN_BLOCK] ?? 0;
  }

  place(slot: number): Place {
    const block = this.#blockOf(slot);
    const at = slot & IN_BLOCK;
    const segment = this.#segments.get(block.segments[at] ?? 0);
    if (segment === undefined) throw new RangeError(`Slot ${slot} of the keys was never written`);
    return { segment, offset: block.offsets[at] ?? 0, bytes: block.bytes[at] ?? 0 };
  }

  /** Forgets a segment to which no slot refers. */
  forgetSegment(segment: Segment): void {
    this.#segments.delete(segment.number);
  }

  #blockOf(slot: number): Block {
    const block = this.#blocks[slot >>> BLOCK_BITS];
    if (block === undefined) throw new RangeError(`The keys have no slot ${slot}`);
    return block;
  }
}

import { scalarKey } from "../../../core/storage/query/scalar_key.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";

/** What conditions on a value look at. */
export type ConditionedValue = Pick<VariableRecord, "type" | "isNull" | "inline">;

/** A value, as far as conditions look at it. */
export interface ScalarValue {
  readonly type: string;
  /** Its scalar key, if it has one. */
  readonly key: Uint8Array | undefined;
}

const BLOCK_BITS = 12;
const BLOCK_SLOTS = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK_SLOTS - 1;
/** The longest scalar key. */
const KEY_BYTES = 11;
/** The length of a key is in the lowest bits beside the number of a type; 0 if there is no key. */
const LENGTH_BITS = 4;
const MAX_TYPES = (1 << (16 - LENGTH_BITS)) - 1;

/** The values of 4,096 slots. */
class Block {
  readonly types = new Uint16Array(BLOCK_SLOTS);
  readonly keys = new Uint8Array(BLOCK_SLOTS * KEY_BYTES);
}

/**
 * The values of variables, by slot, as far as conditions look at them: type and scalar key, 13 bytes each. Only queries need it, so it
 * begins without any. A query that has conditions on the values of a name reads them once. From then on the name is kept: each put of
 * such a variable writes its value here, too.
 */
export class ValueColumn {
  readonly #blocks: (Block | undefined)[] = [];
  readonly #types: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #kept = new Set<string>();

  /** Keeps the values of a name from now on: `put` takes in those that change. */
  keep(name: string): void {
    this.#kept.add(name);
  }

  /** Whether the value of a slot is known. */
  has(slot: number): boolean {
    return (this.#blocks[slot >>> BLOCK_BITS]?.types[slot & IN_BLOCK] ?? 0) !== 0;
  }

  /** Returns the value of a slot; `undefined` if it is not known. */
  get(slot: number): ScalarValue | undefined {
    const block = this.#blocks[slot >>> BLOCK_BITS];
    const packed = block?.types[slot & IN_BLOCK] ?? 0;
    const type = this.#types[(packed >>> LENGTH_BITS) - 1];
    if (block === undefined || type === undefined) return undefined;
    const length = packed & ((1 << LENGTH_BITS) - 1);
    const at = (slot & IN_BLOCK) * KEY_BYTES;
    return { type, key: length === 0 ? undefined : block.keys.subarray(at, at + length) };
  }

  /** Takes in that a slot has another variable, or another version of it. */
  put(slot: number, name: string, value: ConditionedValue | undefined): void {
    if (value !== undefined && this.#kept.has(name)) this.set(slot, value);
    else this.#forget(slot);
  }

  /** Sets the value of a slot. */
  set(slot: number, value: ConditionedValue): void {
    const number = this.#numberOf(value.type);
    if (number === undefined) {
      this.#forget(slot);
      return;
    }
    const key = scalarKey(value) ?? new Uint8Array(0);
    const block = this.#blocks[slot >>> BLOCK_BITS] ?? new Block();
    this.#blocks[slot >>> BLOCK_BITS] = block;
    block.types[slot & IN_BLOCK] = (number << LENGTH_BITS) | key.length;
    block.keys.set(key, (slot & IN_BLOCK) * KEY_BYTES);
  }

  #forget(slot: number): void {
    const block = this.#blocks[slot >>> BLOCK_BITS];
    if (block !== undefined) block.types[slot & IN_BLOCK] = 0;
  }

  /** The number of a type, from 1. `undefined` if there are too many types: then values of others are never known. */
  #numberOf(type: string): number | undefined {
    const present = this.#numbers.get(type);
    if (present !== undefined || this.#types.length === MAX_TYPES) return present;
    const number = this.#types.push(type);
    this.#numbers.set(type, number);
    return number;
  }
}

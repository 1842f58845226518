import { INLINE_BYTES, type ValueInfo, type VariableRecord } from "../../core/storage/storage.ts";
import { PooledBytes } from "./_value_pool.ts";

/** A value, all of whose bytes are the storage's own. */
export interface StoredValue {
  readonly type: string;
  readonly valueInfo: ValueInfo;
  readonly isNull: boolean;
  readonly size: number;
  /** Blocks of its own or, if the bytes are few, the pool of the instance. */
  readonly content: readonly Uint8Array[] | PooledBytes;
  /** Its number in the opening. */
  readonly version: number;
  /** Milliseconds of the opening: as small numbers both are part of their object, a date would be one of its own. */
  readonly updatedAt: number;
}

/** What numbers and times of one storage count from. */
export interface Opening {
  /** The first part of each version. */
  readonly version: string;
  /** As of `Date.now()`. */
  readonly time: number;
}

/**
 * A variable as it is at present. A put changes it where it is, and nothing is kept that can be made when it is asked for:
 * of a million variables that are replaced at random each object kept is one more that the garbage collector has to move,
 * to mark and to forget. Readers have what they need in a record and blocks of their own.
 */
export class StoredVariable {
  readonly #name: string;
  #type: string;
  #valueInfo: ValueInfo;
  #isNull: boolean;
  #size: number;
  #content: StoredValue["content"];
  #version: number;
  #updatedAt: number;

  constructor(name: string, value: StoredValue) {
    this.#name = name;
    this.#type = value.type;
    this.#valueInfo = value.valueInfo;
    this.#isNull = value.isNull;
    this.#size = value.size;
    this.#content = value.content;
    this.#version = value.version;
    this.#updatedAt = value.updatedAt;
  }

  get content(): StoredValue["content"] {
    return this.#content;
  }

  version(opening: Opening): string {
    return `${opening.version}-${this.#version.toString(36)}`;
  }

  replace(value: StoredValue): void {
    this.#type = value.type;
    this.#valueInfo = value.valueInfo;
    this.#isNull = value.isNull;
    this.#size = value.size;
    this.#content = value.content;
    this.#version = value.version;
    this.#updatedAt = value.updatedAt;
  }

  /** The record of what is here now, which later puts do not change. */
  record(opening: Opening): VariableRecord {
    // Both written out: spread into the second, the first would cost more than the whole of `apply` beside it (0.8 µs).
    const name = this.#name;
    const type = this.#type;
    const valueInfo = this.#valueInfo;
    const isNull = this.#isNull;
    const size = this.#size;
    const version = this.version(opening);
    const updatedAt = new Date(opening.time + this.#updatedAt);
    if (isNull || size > INLINE_BYTES) {
      return { name, type, valueInfo, isNull, size, version, updatedAt };
    }
    const inline = this.#inline();
    return { name, type, valueInfo, isNull, size, version, updatedAt, inline };
  }

  /** The bytes that belong to this record, likewise. */
  blocksOf({ inline }: VariableRecord): readonly Uint8Array[] {
    if (inline !== undefined) return [inline];
    return this.#content instanceof PooledBytes ? [] : this.#content;
  }

  /** All bytes, of a content so short that it is in one block. */
  #inline(): Uint8Array {
    const content = this.#content;
    return content instanceof PooledBytes ? content.copy() : (content[0] ?? new Uint8Array(0));
  }
}

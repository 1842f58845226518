import { meetsScalarConditions, scalarKey } from "../../core/storage/query/mod.ts";
import type { ScalarCondition } from "../../core/storage/query/storage_query.ts";
import { INLINE_BYTES, type ValueInfo, type VariableRecord } from "../../core/storage/storage.ts";
import type { Opening } from "./_opening.ts";
import { PooledBytes } from "./_value_pool.ts";

/** A value whose bytes belong to the storage. */
export interface StoredValue {
  readonly type: string;
  readonly valueInfo: ValueInfo;
  readonly isNull: boolean;
  readonly size: number;
  /** The blocks of its bytes; or, if they are few, their place in the pool of the instance. */
  readonly content: readonly Uint8Array[] | PooledBytes;
  /** Number of the version since the storage was opened. */
  readonly version: number;
  /** Time of the put, in milliseconds since the storage was opened. V8 keeps a small number within its object, unlike a date. */
  readonly updatedAt: number;
}

/**
 * The present version of a variable. A put changes this object, and everything that can be computed is computed when it is asked
 * for. If a million variables are replaced at random, each additional object costs the garbage collector time. Readers have a
 * record and blocks of their own.
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

  /** Whether the present value meets all conditions. */
  meets(conditions: readonly ScalarCondition[]): boolean {
    const type = this.#type;
    const isNull = this.#isNull;
    const content = this.#content;
    const inline = content instanceof PooledBytes ? content.view() : content[0];
    return meetsScalarConditions(conditions, type, scalarKey({ type, isNull, inline }));
  }

  /** Makes the record of the present version. Later puts do not change it. */
  record(opening: Opening): VariableRecord {
    // Both objects are written out. Spreading the first into the second would take longer than the rest of `apply` (0.8 µs).
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

  /** Returns the bytes that belong to a record of the present version. Later puts do not change them. */
  blocksOf({ inline }: VariableRecord): readonly Uint8Array[] {
    if (inline !== undefined) return [inline];
    return this.#content instanceof PooledBytes ? [] : this.#content;
  }

  /** Returns all bytes of a content that is small enough to be inline, and so is in one block. */
  #inline(): Uint8Array {
    const content = this.#content;
    return content instanceof PooledBytes ? content.copy() : (content[0] ?? new Uint8Array(0));
  }
}

/** A map of so many names grows within a millisecond; one of a million stops everything for 50 to 100 each time it doubles. */
const MAX_NAMES_IN_ONE = 32_768;
/** A power of two. */
const PARTS = 64;

/** A map of names that grows without a stall: a large one consists of many small ones. */
export class NameMap<Value extends object | number> {
  #only = new Map<string, Value>();
  /** Once there are more names than one map should hold. */
  #parts: readonly Map<string, Value>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(name: string): Value | undefined {
    return this.#mapOf(name).get(name);
  }

  has(name: string): boolean {
    return this.#mapOf(name).has(name);
  }

  /** @returns What was there before. */
  set(name: string, value: Value): Value | undefined {
    const map = this.#mapOf(name);
    const before = map.get(name);
    map.set(name, value);
    if (before === undefined) this.#size++;
    if (map === this.#only && map.size > MAX_NAMES_IN_ONE) this.#split();
    return before;
  }

  /** @returns What was there. */
  delete(name: string): Value | undefined {
    const map = this.#mapOf(name);
    const before = map.get(name);
    if (map.delete(name)) this.#size--;
    return before;
  }

  /**
   * All names and values, in no particular order. If names come and go meanwhile, none is missed that stays, but one may be
   * given twice.
   */
  *entries(): Generator<[string, Value], void, undefined> {
    yield* this.#only;
    for (const part of this.#parts) yield* part;
  }

  #split(): void {
    // A walk that is under way goes on in the old map, which stays as it is.
    const entries = this.#only;
    this.#only = new Map();
    this.#parts = Array.from({ length: PARTS }, () => new Map<string, Value>());
    for (const [name, value] of entries) this.#mapOf(name).set(name, value);
  }

  #mapOf(name: string): Map<string, Value> {
    return this.#parts.length === 0 ? this.#only : (this.#parts[hash(name)] ?? this.#only);
  }
}

/** Spreads names over the parts. If somebody picks names that all come to one, that is a map as any other. */
function hash(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (Math.imul(sum, 31) + name.charCodeAt(i)) | 0;
  return (sum ^ (sum >>> 16)) & (PARTS - 1);
}

/**
 * The largest number of names in one `Map`. A map of this size grows within 1 ms. A map of a million names blocks the event loop
 * for 50 to 100 ms each time it doubles.
 */
const MAX_NAMES_IN_ONE = 32_768;
/** Number of maps in a large one. It must be a power of two. */
const PARTS = 64;

/** A map of names that grows without long pauses: a large map consists of many small ones. */
export class NameMap<Value extends object | number> {
  #only = new Map<string, Value>();
  /** The small maps; empty while one map is enough. */
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

  /** Sets a value. Returns the former value of the name. */
  set(name: string, value: Value): Value | undefined {
    const map = this.#mapOf(name);
    const before = map.get(name);
    map.set(name, value);
    if (before === undefined) this.#size++;
    if (map === this.#only && map.size > MAX_NAMES_IN_ONE) this.#split();
    return before;
  }

  /** Deletes a name. Returns its former value. */
  delete(name: string): Value | undefined {
    const map = this.#mapOf(name);
    const before = map.get(name);
    if (map.delete(name)) this.#size--;
    return before;
  }

  /**
   * Iterates names and values, in no particular order. If names are set and deleted meanwhile, each name that stays is yielded, but
   * a name may be yielded twice.
   */
  *entries(): Generator<[string, Value], void, undefined> {
    yield* this.#only;
    for (const part of this.#parts) yield* part;
  }

  #split(): void {
    // An iteration that is running goes on in the old map, which does not change any more.
    const entries = this.#only;
    this.#only = new Map();
    this.#parts = Array.from({ length: PARTS }, () => new Map<string, Value>());
    for (const [name, value] of entries) this.#mapOf(name).set(name, value);
  }

  #mapOf(name: string): Map<string, Value> {
    return this.#parts.length === 0 ? this.#only : (this.#parts[hash(name)] ?? this.#only);
  }
}

/** Spreads names over the parts. If somebody chooses names with the same hash, one part grows as a single map would. */
function hash(name: string): number {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (Math.imul(sum, 31) + name.charCodeAt(i)) | 0;
  return (sum ^ (sum >>> 16)) & (PARTS - 1);
}

/** The names of the store, so that two stores in one database rarely wait for each other. */
export type LockKey = (instanceId: string) => number;

/**
 * Makes keys of advisory locks: 53 bits of a hash of the schema and the instance. If two instances have the same key, they only wait
 * for each other.
 *
 * @param schemaName The schema of the store.
 */
export function lockKeys(schemaName: string): LockKey {
  return (instanceId) => hash53(`${schemaName}\0${instanceId}`);
}

/** Sorts keys, without those that occur twice. All processes lock in this order, so none waits in a circle. */
export function inLockOrder(keys: Iterable<number>): readonly number[] {
  return [...new Set(keys)].sort((a, b) => a - b);
}

/** Hashes a text by two multiplications of 32 bits for each code unit, after bryc's cyrb53. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high =
    Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}

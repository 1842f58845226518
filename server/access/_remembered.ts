import { createHmac, randomBytes } from "node:crypto";

/** How long a right answer is remembered after its last use. Milliseconds. */
const REMEMBERED_MS = 300_000;
const MAX_REMEMBERED = 1_000;

interface Entry<T> {
  readonly value: T;
  usedAt: number;
}

/**
 * Remembers what was found by a secret, for a while and in bounded memory. It keeps no secret: only its hash under a key that nobody
 * else knows.
 */
export class Remembered<T> {
  readonly #key = randomBytes(32);
  /** What is remembered, the longest unused first. */
  readonly #entries = new Map<string, Entry<T>>();
  readonly #now: () => number;

  /** @param now Gives the time, in milliseconds from any start. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Gives the key under which a secret is remembered. */
  keyOf(secret: string): string {
    return createHmac("sha256", this.#key).update(secret).digest("base64");
  }

  /** Finds what is remembered under a key, and remembers it for longer; `undefined` if nothing is. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const now = this.#now();
    this.#entries.delete(key);
    if (now - entry.usedAt > REMEMBERED_MS) return undefined;
    entry.usedAt = now;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Remembers a value, in the place of the one that was unused for longest if there are many. */
  set(key: string, value: T): void {
    this.#entries.delete(key);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < MAX_REMEMBERED) break;
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, usedAt: this.#now() });
  }
}

import { OverloadedError } from "../overloaded_error.ts";

/** A document up to this size is read without asking: many clients do not announce the length of a small one. */
const FREE_BYTES = 16_384;
/** How long a document waits for room by default. Milliseconds. */
const WAIT_MS = 5_000;

interface Waiter {
  readonly bytes: number;
  admit(): void;
}

/**
 * Bounds the bytes of all documents of JSON that are being read at the same time. One that finds no room waits for its turn, and
 * holds nothing meanwhile but its first bytes, so that none waits for another that waits.
 */
export class HeldJson {
  readonly #max: number;
  readonly #waitMs: number;
  #taken = 0;
  readonly #waiters: Waiter[] = [];

  /**
   * @param max Bytes for all together.
   * @param waitMs How long a document waits for room. Milliseconds, default 5,000.
   */
  constructor(max: number, waitMs: number = WAIT_MS) {
    this.#max = max;
    this.#waitMs = waitMs;
  }

  /**
   * A document that is about to be read.
   *
   * @param announced Its length, if that is known.
   * @param maxBytes More of it is never held.
   */
  document(announced: number | undefined, maxBytes: number): HeldDocument {
    const bytes = Math.min(announced ?? maxBytes, maxBytes, this.#max);
    return new HeldDocument(this, bytes, announced ?? 0);
  }

  /**
   * Takes room, at once or in turn.
   *
   * @param bytes No more than there is for all together.
   * @throws {OverloadedError} If there was none for so long.
   */
  async take(bytes: number): Promise<void> {
    if (this.#waiters.length > 0 || this.#taken + bytes > this.#max) await this.#wait(bytes);
    else this.#taken += bytes;
  }

  give(bytes: number): void {
    this.#taken -= bytes;
    this.#admit();
  }

  #admit(): void {
    for (let next = this.#waiters[0]; next !== undefined; next = this.#waiters[0]) {
      if (this.#taken + next.bytes > this.#max) return;
      this.#waiters.shift();
      this.#taken += next.bytes;
      next.admit();
    }
  }

  #wait(bytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(
          new OverloadedError(
            `Cannot read the JSON: for ${this.#waitMs} ms other requests have held ${this.#taken} bytes of it, 'maxHeldJsonBytes' is ${this.#max}; send it again later`,
          ),
        );
        // What stood behind it may be small enough.
        this.#admit();
      };
      const timer = setTimeout(giveUp, this.#waitMs);
      const waiter: Waiter = {
        bytes,
        admit() {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiters.push(waiter);
    });
  }
}

/** One document, and the room that is taken for it. */
export class HeldDocument {
  readonly #held: HeldJson;
  readonly #bytes: number;
  #announced: number;
  #taken = 0;

  constructor(held: HeldJson, bytes: number, announced: number) {
    this.#held = held;
    this.#bytes = bytes;
    this.#announced = announced;
  }

  /**
   * Asks for room before more is read.
   *
   * @param size Bytes that are held so far.
   * @returns A promise only if room is needed and not taken yet.
   * @throws {OverloadedError} If there was none for so long.
   */
  reserve(size: number): Promise<void> | undefined {
    if (this.#taken > 0 || Math.max(size, this.#announced) <= FREE_BYTES) return undefined;
    return this.#take();
  }

  /** Most of the document turns out to be streamed: gives the room back until more is held. */
  stream(): void {
    this.#announced = 0;
    this.release();
  }

  /** Gives the room back. */
  release(): void {
    if (this.#taken > 0) this.#held.give(this.#taken);
    this.#taken = 0;
  }

  async #take(): Promise<void> {
    await this.#held.take(this.#bytes);
    this.#taken = this.#bytes;
  }
}

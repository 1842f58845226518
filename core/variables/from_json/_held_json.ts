import { OverloadedError } from "../../errors/overloaded_error.ts";

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
    const most = Math.min(maxBytes, this.#max);
    return new HeldDocument(this, announced, most);
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
  /** More of it is never held. */
  readonly #most: number;
  #announced: number;
  /** How much room it needs. */
  #bytes: number;
  #taken = 0;
  #isOver = false;

  constructor(held: HeldJson, announced: number | undefined, most: number) {
    this.#held = held;
    this.#most = most;
    this.#announced = announced ?? 0;
    this.#bytes = Math.min(announced ?? most, most);
  }

  /**
   * Asks for room before more is read.
   *
   * @param size Bytes that are held so far.
   * @returns A promise only if room is needed and not taken yet.
   * @throws {OverloadedError} If there was none for so long.
   */
  reserve(size: number): Promise<void> | undefined {
    // It is longer than was announced.
    if (size > this.#bytes) this.#bytes = this.#most;
    if (this.#taken >= this.#bytes) return undefined;
    return Math.max(size, this.#announced) <= FREE_BYTES ? undefined : this.#take();
  }

  /** Most of the document turns out to be streamed: gives the room back until more is held. */
  stream(): void {
    this.#announced = 0;
    this.#give();
  }

  /** Gives the room back, for good. */
  release(): void {
    this.#isOver = true;
    this.#give();
  }

  async #take(): Promise<void> {
    const bytes = this.#bytes;
    this.#give();
    await this.#held.take(bytes);
    this.#taken = bytes;
    // A storage may have failed meanwhile, so that nobody is left to release it.
    if (this.#isOver) this.#give();
  }

  #give(): void {
    if (this.#taken > 0) this.#held.give(this.#taken);
    this.#taken = 0;
  }
}

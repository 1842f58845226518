import { OverloadedError } from "../../errors/overloaded_error.ts";

/** A document of at most this many bytes needs no room, since many clients do not announce the length of a small one. */
const FREE_BYTES = 16_384;
/** The default time in milliseconds that a document waits for room. */
const WAIT_MS = 5_000;

interface Waiter {
  readonly bytes: number;
  admit(): void;
}

/**
 * Bounds the bytes of all JSON documents that are being read at the same time. A document that finds no room waits for its turn. It
 * holds only its first bytes meanwhile and takes no room, so that documents never wait for each other in a circle.
 */
export class HeldJson {
  readonly #max: number;
  readonly #waitMs: number;
  #taken = 0;
  readonly #waiters: Waiter[] = [];

  /**
   * @param max The largest number of bytes of all documents together.
   * @param waitMs How long a document waits for room, in milliseconds. Default 5,000.
   */
  constructor(max: number, waitMs: number = WAIT_MS) {
    this.#max = max;
    this.#waitMs = waitMs;
  }

  /**
   * Begins a document. It takes no room yet.
   *
   * @param announced Its length in bytes, if known.
   * @param maxBytes The largest number of bytes of it that are held in memory.
   * @param signal Ends the wait for room. Default: the wait ends after `waitMs`.
   */
  document(announced: number | undefined, maxBytes: number, signal?: AbortSignal): HeldDocument {
    const most = Math.min(maxBytes, this.#max);
    return new HeldDocument(this, announced, most, signal);
  }

  /**
   * Takes room, at once or after those that wait already.
   *
   * @param bytes Number of bytes, at most those of all documents together.
   * @param signal Ends the wait.
   * @throws {OverloadedError} If there was no room in time.
   * @throws The signal's reason if it is aborted.
   */
  async take(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#waiters.length > 0 || this.#taken + bytes > this.#max) {
      await this.#wait(bytes, signal);
    } else {
      this.#taken += bytes;
    }
  }

  /** Gives room back. */
  release(bytes: number): void {
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

  #wait(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (reason: unknown) => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        end();
        reject(reason);
        // The next in the queue may need less room.
        this.#admit();
      };
      const timer = setTimeout(() => giveUp(this.#overloaded()), this.#waitMs);
      const abort = () => giveUp(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      const waiter: Waiter = {
        bytes,
        admit() {
          end();
          resolve();
        },
      };
      this.#waiters.push(waiter);
    });
  }

  #overloaded(): OverloadedError {
    return new OverloadedError(
      `Cannot read the JSON: for ${this.#waitMs} ms other requests have held ${this.#taken} bytes of it, 'maxHeldJsonBytes' is ${this.#max}; send it again later`,
    );
  }
}

/** One document, and the room that it takes. */
export class HeldDocument {
  readonly #held: HeldJson;
  /** The largest number of bytes of it that are held in memory. */
  readonly #most: number;
  readonly #signal: AbortSignal | undefined;
  #announced: number;
  /** Number of bytes of room that it needs. */
  #bytes: number;
  #taken = 0;
  #isOver = false;

  constructor(
    held: HeldJson,
    announced: number | undefined,
    most: number,
    signal: AbortSignal | undefined,
  ) {
    this.#held = held;
    this.#most = most;
    this.#signal = signal;
    this.#announced = announced ?? 0;
    this.#bytes = Math.min(announced ?? most, most);
  }

  /**
   * Takes room if the document needs some and has none. Call it before more is read.
   *
   * @param size Number of bytes that are held so far.
   * @returns A promise only if room must be taken.
   * @throws {OverloadedError} If there was no room in time.
   * @throws The signal's reason if it is aborted.
   */
  reserve(size: number): Promise<void> | undefined {
    // The document is longer than it was announced.
    if (size > this.#bytes) this.#bytes = this.#most;
    if (this.#taken >= this.#bytes) return undefined;
    return Math.max(size, this.#announced) <= FREE_BYTES ? undefined : this.#take();
  }

  /** Gives the room back because most of the document is streamed. `reserve` takes room again when more is held. */
  stream(): void {
    this.#announced = 0;
    this.#giveBack();
  }

  /** Gives the room back because the document is finished. */
  release(): void {
    this.#isOver = true;
    this.#giveBack();
  }

  async #take(): Promise<void> {
    const bytes = this.#bytes;
    this.#giveBack();
    await this.#held.take(bytes, this.#signal);
    this.#taken = bytes;
    // If the request has failed meanwhile, for example in the storage, `release` was called already and is not called again.
    if (this.#isOver) this.#giveBack();
  }

  #giveBack(): void {
    if (this.#taken > 0) this.#held.release(this.#taken);
    this.#taken = 0;
  }
}

/** Bytes that may be read only as long as a check holds, which is made before each chunk. */
export class CheckedChunks implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #check: () => void;
  readonly #open: () => AsyncIterable<Uint8Array>;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #isDone = false;

  /**
   * @param check Throws if nothing may be read any more.
   * @param open Begins the read, when the first chunk is asked for.
   */
  constructor(check: () => void, open: () => AsyncIterable<Uint8Array>) {
    this.#check = check;
    this.#open = open;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#isDone) return Promise.resolve({ done: true, value: undefined });
    try {
      this.#check();
      this.#chunks ??= this.#open()[Symbol.asyncIterator]();
      return this.#chunks.next().catch((error: unknown) => this.#explain(error));
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** A driver may fail in any way if the check fails while it reads: then the check says why. */
  #explain(error: unknown): never {
    this.#check();
    throw error;
  }

  /** Whom `next` has thrown at calls no `return`, so what the read has open is let go here. */
  async #fail(error: unknown): Promise<never> {
    const chunks = this.#chunks;
    this.#chunks = undefined;
    try {
      await chunks?.return?.();
    } catch {
      // The error for which the read is ended is the one that counts.
    }
    throw error;
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#isDone = true;
    await this.#chunks?.return?.();
    return { done: true, value: undefined };
  }
}

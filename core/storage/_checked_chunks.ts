/** Iterates chunks, and checks before each one whether they may still be read. */
export class CheckedChunks implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #check: () => void;
  readonly #open: () => AsyncIterable<Uint8Array>;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #isDone = false;

  /**
   * @param check Throws if the chunks may not be read any more.
   * @param open Begins the read. Called for the first chunk.
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

  /** Rejects with the error of the check if it fails now, since a read that is closed meanwhile may fail in any way. */
  #explain(error: unknown): never {
    this.#check();
    throw error;
  }

  /** Ends the read and rejects with `error`. A consumer to whom `next` has thrown does not call `return`, so it is called here. */
  async #fail(error: unknown): Promise<never> {
    const chunks = this.#chunks;
    this.#chunks = undefined;
    try {
      await chunks?.return?.();
    } catch {
      // `error` is the first one, so it counts.
    }
    throw error;
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#isDone = true;
    await this.#chunks?.return?.();
    return { done: true, value: undefined };
  }
}

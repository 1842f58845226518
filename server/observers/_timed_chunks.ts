/** Passes chunks on, and tells at the end how long it has waited for them. */
export class TimedChunks implements AsyncIterableIterator<Uint8Array> {
  /** How long it has waited for chunks. Milliseconds. */
  waitedMs = 0;
  /** Whether waiting for a chunk has failed. */
  hasFailed = false;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #onEnd: (chunks: TimedChunks, error: unknown) => void;
  #hasEnded = false;

  /**
   * @param chunks The chunks.
   * @param onEnd Called once at the end, or when the reader stops, with the error if there is one.
   */
  constructor(
    chunks: AsyncIterable<Uint8Array>,
    onEnd: (chunks: TimedChunks, error: unknown) => void = () => {},
  ) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#onEnd = onEnd;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    const started = performance.now();
    try {
      const result = await this.#chunks.next();
      this.waitedMs += performance.now() - started;
      if (result.done) this.#end(undefined);
      return result;
    } catch (error) {
      this.waitedMs += performance.now() - started;
      this.hasFailed = true;
      this.#end(error);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#end(undefined);
    return (await this.#chunks.return?.()) ?? { done: true, value: undefined };
  }

  #end(error: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#onEnd(this, error);
  }
}

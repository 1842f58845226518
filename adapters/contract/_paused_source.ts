import { sourceOf } from "./_content.ts";

/** A source that pauses in the middle until `goOn` is called. */
export class PausedSource implements AsyncIterable<Uint8Array> {
  readonly #bytes: Uint8Array;
  /** Resolves when half of the bytes were read. */
  readonly paused: Promise<void>;
  goOn: () => void = () => {};
  #pause: () => void = () => {};
  readonly #resumed: Promise<void>;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.paused = new Promise((resolve) => {
      this.#pause = resolve;
    });
    this.#resumed = new Promise((resolve) => {
      this.goOn = resolve;
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const half = Math.floor(this.#bytes.length / 2);
    yield* sourceOf(this.#bytes.subarray(0, half));
    this.#pause();
    await this.#resumed;
    yield* sourceOf(this.#bytes.subarray(half));
  }
}

import { content } from "./_content.ts";

/** A source that yields 1 MB, and then nothing until `goOn` or `fail` is called. */
export class StallingSource implements AsyncIterable<Uint8Array> {
  /** Resolves when the 1 MB was read. */
  readonly stalled: Promise<void>;
  /** Makes it yield bytes without end. */
  goOn: () => void = () => {};
  fail: (failure: Error) => void = () => {};
  #stall: () => void = () => {};
  readonly #released: Promise<void>;
  #ended = false;

  constructor() {
    this.stalled = new Promise((resolve) => {
      this.#stall = resolve;
    });
    this.#released = new Promise((resolve, reject) => {
      this.goOn = resolve;
      this.fail = reject;
    });
  }

  /** Whether it was ended early, or failed. */
  get ended(): boolean {
    return this.#ended;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let i = 0; i < 10; i++) yield content(100_000, i + 1);
      this.#stall();
      await this.#released;
      for (;;) yield content(100_000);
    } finally {
      this.#ended = true;
    }
  }
}

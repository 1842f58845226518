import { content } from "./_content.ts";

/** A source that gives 1 MB, and then nothing until it is made to go on or to fail. */
export class StallingSource implements AsyncIterable<Uint8Array> {
  /** Resolves when all it had has been taken. */
  readonly stalled: Promise<void>;
  /** Gives as much again, without an end. */
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

  /** Whether it was told to end, or failed. */
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

/**
 * Gathers the stages that are discarded: while one statement runs, the others wait, and then share the next one. A thousand clients may
 * give up at the same moment, for example since a proxy in front of them has ended. A statement for each would keep all connections busy
 * for seconds.
 */
export class Discards {
  readonly #discard: (contents: readonly number[]) => Promise<void>;
  /** The contents of the next statement. */
  #waiting: number[] = [];
  /** Resolves when the statement before has ended. */
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** @param discard Discards several contents at once. */
  constructor(discard: (contents: readonly number[]) => Promise<void>) {
    this.#discard = discard;
  }

  /** Discards a content. Rejects if the statement that it shares has failed. */
  add(content: number): Promise<void> {
    this.#waiting.push(content);
    this.#next ??= this.#last.then(() => this.#run());
    return this.#next;
  }

  #run(): Promise<void> {
    const contents = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    const running = this.#discard(contents);
    this.#last = running.catch(() => {});
    return running;
  }
}

/** Lets steps that belong together run one after the other, so that none sees half of another. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a step when all steps before it have settled. */
  run<T>(step: () => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(step);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Waits until all steps that were asked for by now have settled. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

/** The result of an iterator that has ended. */
export const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A call of `next` that waits. */
interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

/**
 * An async iterator over values most of which are available at once: then `next` costs one promise. If no value is available, it
 * pulls until there is one. Calls of `next` during that wait are answered in their order.
 */
export abstract class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #waiting: Waiter<T>[] = [];

  /** Takes the next result; `undefined` if it must be pulled first. Throws the error that ended the values. */
  protected abstract take(): IteratorResult<T, undefined> | undefined;
  /** Makes more results available, and then calls back; not before it has returned. Must never throw. */
  protected abstract pull(onPulled: () => void): void;
  abstract return(): Promise<IteratorReturnResult<undefined>>;

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    try {
      return Promise.resolve(this.nextResult());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As `next`, but gives a promise only if it must wait. Throws if `take` throws. */
  protected nextResult(): IteratorResult<T, undefined> | Promise<IteratorResult<T, undefined>> {
    return (this.#waiting.length === 0 ? this.take() : undefined) ?? this.#wait();
  }

  /** Answers all calls of `next` that wait. Call it when `take` can only throw or be done from now on. */
  protected interrupt(): void {
    this.#answer();
  }

  #wait(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ resolve, reject }) === 1) this.pull(() => this.#answer());
    });
  }

  /** Answers the calls that wait, as far as there are results, and pulls for the others. */
  #answer(): void {
    while (this.#waiting.length > 0) {
      try {
        const result = this.take();
        if (result === undefined) {
          this.pull(() => this.#answer());
          return;
        }
        this.#waiting.shift()?.resolve(result);
      } catch (error) {
        this.#waiting.shift()?.reject(error);
      }
    }
  }
}

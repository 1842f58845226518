/** The result of an iterator that has ended. */
export const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * An async iterator over values most of which are available at once: then `next` costs one promise. If no value is available, it
 * pulls until there is one. Calls of `next` during that wait are answered in their order.
 */
export abstract class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  #waiting: Promise<unknown> | undefined;
  #retry: (() => void) | undefined;

  /** Takes the next result; `undefined` if it must be pulled first. Throws the error that ended the values. */
  protected abstract take(): IteratorResult<T, undefined> | undefined;
  /** Makes more results available. Must never reject. */
  protected abstract pull(): Promise<void>;
  abstract return(): Promise<IteratorReturnResult<undefined>>;

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    try {
      const result = this.#waiting === undefined ? this.take() : undefined;
      return result === undefined ? this.#wait() : Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Takes all remaining values. */
  protected async takeAll(): Promise<T[]> {
    const values: T[] = [];
    for (;;) {
      const result =
        (this.#waiting === undefined ? this.take() : undefined) ?? (await this.#wait());
      if (result.done) return values;
      values.push(result.value);
    }
  }

  /** Makes a waiting `next` look again. Call it when `take` can only throw or be done from now on. */
  protected interrupt(): void {
    this.#retry?.();
  }

  #wait(): Promise<IteratorResult<T, undefined>> {
    const former = this.#waiting;
    const result = new Promise<IteratorResult<T, undefined>>((resolve, reject) => {
      const pull = () => {
        this.#retry = retry;
        this.pull().then(retry);
      };
      const retry = () => {
        try {
          const result = this.take();
          if (result === undefined) pull();
          else resolve(result);
        } catch (error) {
          reject(error);
        }
      };
      if (former === undefined) pull();
      else former.then(retry, retry);
    });
    const settled = () => {
      if (this.#waiting !== result) return;
      this.#waiting = undefined;
      this.#retry = undefined;
    };
    this.#waiting = result;
    result.then(settled, settled);
    return result;
  }
}

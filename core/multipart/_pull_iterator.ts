/** What an iterator yields when nothing is left. */
export const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * An async iterator over what is mostly there already: then `next` costs one promise. If it is not, it pulls until it
 * is. Calls of `next` that come while one waits have their turn after it.
 */
export abstract class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  #waiting: Promise<unknown> | undefined;
  #retry: (() => void) | undefined;

  /** The next result; `undefined` while there is none; throws if there will be none. */
  protected abstract take(): IteratorResult<T, undefined> | undefined;
  /** Gets more to take. Never rejects. */
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

  /** Takes all that is left. */
  protected async takeAll(): Promise<T[]> {
    const values: T[] = [];
    for (;;) {
      const result =
        (this.#waiting === undefined ? this.take() : undefined) ?? (await this.#wait());
      if (result.done) return values;
      values.push(result.value);
    }
  }

  /** Lets a `next` that waits know that from now on `take` only throws or is done. */
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

/**
 * Keeps the calls for one instance in their order where one of them has to wait: those that come after it wait for it. Where
 * none waits, nothing is kept and nothing is slower.
 */
export class CallOrder {
  /** The last call that waits, by instance; never rejects. */
  readonly #last = new Map<string, Promise<void>>();

  /** Whether a call for the instance would have to wait. */
  isWaiting(instanceId: string): boolean {
    return this.#last.has(instanceId);
  }

  /** Runs a call that has to wait, after those before it. */
  run<T>(instanceId: string, call: (before: Promise<void>) => Promise<T>): Promise<T> {
    const before = this.#last.get(instanceId) ?? Promise.resolve();
    const result = call(before);
    // A call that fails early has not waited for those before it, but whoever comes next must.
    const last = Promise.allSettled([before, result]).then(() => {
      if (this.#last.get(instanceId) === last) this.#last.delete(instanceId);
    });
    this.#last.set(instanceId, last);
    return result;
  }
}

/**
 * Keeps the calls for one instance in their order if one of them must wait: the calls behind it wait for it. Where no call waits,
 * this takes neither memory nor time.
 */
export class CallOrder {
  /** The last waiting call of each instance. These promises never reject. */
  readonly #last = new Map<string, Promise<void>>();

  /** Whether a new call for the instance must wait. */
  isWaiting(instanceId: string): boolean {
    return this.#last.has(instanceId);
  }

  /** Runs a call that must wait, after the calls before it. */
  run<T>(instanceId: string, call: (before: Promise<void>) => Promise<T>): Promise<T> {
    const before = this.#last.get(instanceId) ?? Promise.resolve();
    const result = call(before);
    // A call that fails early has not waited for the calls before it. The next call must wait for these, too.
    const last = Promise.allSettled([before, result]).then(() => {
      if (this.#last.get(instanceId) === last) this.#last.delete(instanceId);
    });
    this.#last.set(instanceId, last);
    return result;
  }
}

/** Keeps the calls for an instance in their order, although some of them are late. */
export class LateCalls {
  /** Settles when the latest late call of each instance, and so all before it, have begun. */
  readonly #begun = new Map<string, Promise<void>>();

  /** Whether a call for this instance would have to wait for earlier ones. */
  has(instanceId: string): boolean {
    return this.#begun.has(instanceId);
  }

  /**
   * Makes a call once `ready` has resolved, if it is given, and all earlier calls for the instance have begun.
   *
   * @returns The result of the call; the error of `ready` if it rejects.
   */
  async run<T>(
    instanceId: string,
    ready: Promise<void> | undefined,
    call: () => Promise<T>,
  ): Promise<T> {
    const earlier = this.#begun.get(instanceId) ?? Promise.resolve();
    // It may reject while the earlier ones are waited for.
    ready?.catch(() => {});
    const turn = earlier.then(() => ready);
    const begun = turn.catch(() => {});
    this.#begun.set(instanceId, begun);
    try {
      await turn;
    } finally {
      if (this.#begun.get(instanceId) === begun) this.#begun.delete(instanceId);
    }
    return call();
  }
}

/** The most calls that wait for the target at once. With the instance that is being read, 64 instances may be incomplete. */
const MAX_CALLS = 63;
/** The most bytes in these calls. */
const MAX_BYTES = 8_388_608;

interface Call {
  readonly done: Promise<void>;
  readonly bytes: number;
}

/**
 * The calls that the target has not answered yet. Several run at once, so that they share the syncs of the disk. They are the
 * newest ones: a call begins only if at most 62 of those before it are not done, counted from the oldest one that is not.
 */
export class PendingCalls {
  readonly #calls: Call[] = [];
  #bytes = 0;

  /** Adds a call that has begun. Waits until there is room for another one; rejects if an earlier one has failed. */
  async add(done: Promise<void>, bytes: number): Promise<void> {
    // Whoever waits for it later gets its error.
    done.catch(() => {});
    this.#calls.push({ done, bytes });
    this.#bytes += bytes;
    while (this.#calls.length >= MAX_CALLS || this.#bytes > MAX_BYTES) await this.#oldest();
  }

  /** Waits for all calls. Rejects if one has failed. */
  async finish(): Promise<void> {
    while (this.#calls.length > 0) await this.#oldest();
  }

  /** Waits until all calls have ended, in whatever way. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#calls.map(({ done }) => done));
  }

  async #oldest(): Promise<void> {
    const [oldest] = this.#calls;
    if (oldest === undefined) return;
    await oldest.done;
    this.#calls.shift();
    this.#bytes -= oldest.bytes;
  }
}

/** The number of instances at the end of a copy that may be incomplete when it is broken off. */
export const INCOMPLETE: number = MAX_CALLS + 1;

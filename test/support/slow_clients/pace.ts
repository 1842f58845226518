const TICK_MS = 50;

/** Something that may go on as far as its pace allows. */
export interface Paced {
  /** When it began, by `performance.now()`. */
  readonly since: number;
  /** Goes on until `allowed` bytes have been moved. */
  goOn(allowed: number): void;
}

/** One clock for all slow clients of a process: each moves its bytes evenly over the same time. */
export class Pace {
  readonly #bytesPerMs: number;
  readonly #all = new Set<Paced>();
  readonly #timer: NodeJS.Timeout;

  /**
   * @param bytes Number of bytes of each client.
   * @param seconds How long each takes for them.
   */
  constructor(bytes: number, seconds: number) {
    this.#bytesPerMs = bytes / (seconds * 1_000);
    this.#timer = setInterval(() => {
      for (const one of this.#all) one.goOn(this.allowed(one));
    }, TICK_MS);
  }

  /** Lets one go on from now on. */
  add(one: Paced): void {
    this.#all.add(one);
  }

  /** Lets it go on no longer. */
  remove(one: Paced): void {
    this.#all.delete(one);
  }

  /** How many bytes it may have moved by now. */
  allowed({ since }: Paced): number {
    return (performance.now() - since) * this.#bytesPerMs;
  }

  /** Stops the clock. */
  stop(): void {
    clearInterval(this.#timer);
  }
}

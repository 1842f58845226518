/** Jobs that share one commit. More wait for the next one, so that no batch grows without bound. */
const MAX_BATCH = 512;

type Job<Call> = { readonly call: Call } | { readonly task: () => Promise<void> };

/** Runs calls in their order, as many together as are waiting, and tasks that must be alone between them. */
export class JobQueue<Call> {
  readonly #runBatch: (calls: readonly Call[]) => Promise<void>;
  readonly #onIdle: () => void;
  #jobs: Job<Call>[] = [];
  #working = false;

  /**
   * @param runBatch Runs calls together. Must not reject: it settles each call itself.
   * @param onIdle Called each time when nothing waits or runs any more.
   */
  constructor(runBatch: (calls: readonly Call[]) => Promise<void>, onIdle: () => void) {
    this.#runBatch = runBatch;
    this.#onIdle = onIdle;
  }

  /** Whether nothing waits or runs. */
  get idle(): boolean {
    return !this.#working;
  }

  /** Adds a call. */
  add(call: Call): void {
    this.#push({ call });
  }

  /** Adds a task that runs alone. Settles as the task does. */
  runAlone(task: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#push({ task: () => task().then(resolve, reject) });
    });
  }

  #push(job: Job<Call>): void {
    this.#jobs.push(job);
    if (this.#working) return;
    this.#working = true;
    this.#work();
  }

  async #work(): Promise<void> {
    while (this.#jobs.length > 0) {
      // Whoever was answered just now may call again before the next commit, and so share it.
      await new Promise((resolve) => setImmediate(resolve));
      const batch: Call[] = [];
      for (const job of this.#jobs) {
        if ("task" in job || batch.length === MAX_BATCH) break;
        batch.push(job.call);
      }
      if (batch.length > 0) {
        this.#jobs = this.#jobs.slice(batch.length);
        await this.#runBatch(batch);
        continue;
      }
      const job = this.#jobs.shift();
      if (job !== undefined && "task" in job) await job.task();
    }
    this.#working = false;
    this.#onIdle();
  }
}

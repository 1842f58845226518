/** Work that nobody waits for but `close`. What fails is done again when the store is opened next. */
export class BackgroundTasks {
  readonly #running = new Set<Promise<void>>();

  /** Starts a task. Its failure is of no consequence. */
  start(task: () => Promise<void>): void {
    const running = task().catch(() => undefined);
    this.#running.add(running);
    running.then(() => this.#running.delete(running));
  }

  /** Waits until no task runs. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

/** Tasks for which only `close` waits. If one fails, a later try or the next opening does its work. */
export class BackgroundTasks {
  readonly #running = new Set<Promise<void>>();

  /** Starts a task. If it fails, nobody is told. */
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

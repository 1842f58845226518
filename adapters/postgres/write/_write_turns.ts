import type { ApplyCall } from "./_apply_call.ts";

/** The largest number of instances in a batch. Each takes a lock, and the database's table of locks has room for some thousand. */
const MAX_INSTANCES = 64;
/** The largest number of calls in a batch. */
const MAX_CALLS = 1_000;
/** A batch takes calls until they have this many bytes. */
const MAX_BYTES = 4_000_000;
/** How long calls pause whose instance is locked by another process. */
const PAUSE_MS = 100;
/** While a batch has run for less time, calls wait for it, since few large batches are faster than many small ones. */
const PATIENCE_MS = 10;

/** What is left of a batch. */
export interface BatchRest {
  /** Calls that are not settled, since other processes have their instances locked. */
  readonly blocked: readonly ApplyCall[];
  /** Why those who wait need not try; `undefined` if they may. */
  readonly error: unknown;
}

/**
 * Gathers the calls of `apply` into batches. Usually one batch runs at a time. If it waits for another process, others overtake it, but
 * not the calls for its instances: these keep their order. Calls whose instance stays locked hold up nobody else: they pause, and are
 * tried again with others.
 */
export class WriteTurns {
  readonly #commit: (calls: readonly ApplyCall[]) => Promise<BatchRest>;
  readonly #maxBatches: number;
  #queue: ApplyCall[] = [];
  /** The instances of the batches that run, and those whose calls pause. */
  readonly #busy = new Set<string>();
  #running = 0;
  /** When the last batch began. */
  #lastBegin = Number.NEGATIVE_INFINITY;
  #next: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;

  /**
   * @param commit Carries out a batch, and settles its calls but those that it returns. Must not reject.
   * @param maxBatches How many batches may run at once.
   */
  constructor(commit: (calls: readonly ApplyCall[]) => Promise<BatchRest>, maxBatches: number) {
    this.#commit = commit;
    this.#maxBatches = maxBatches;
  }

  /** Makes the changes of a call in one of the next batches. */
  add(call: ApplyCall): void {
    this.#queue.push(call);
    this.#wake();
  }

  #wake(): void {
    this.#next ??= setImmediate(() => {
      this.#next = undefined;
      this.#start();
    });
  }

  #start(): void {
    while (this.#queue.length > 0 && this.#running < this.#maxBatches) {
      const wait = this.#running === 0 ? 0 : this.#lastBegin + PATIENCE_MS - performance.now();
      if (wait > 0) {
        this.#wakeLater(wait);
        return;
      }
      const batch = this.#take();
      if (batch.length === 0) return;
      this.#run(batch);
    }
  }

  #wakeLater(milliseconds: number): void {
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.#start();
    }, Math.ceil(milliseconds));
  }

  /** Takes calls from the queue, in their order, without those for instances that are busy. */
  #take(): readonly ApplyCall[] {
    const batch: ApplyCall[] = [];
    const instances = new Set<string>();
    const passed = new Set<string>();
    const left: ApplyCall[] = [];
    let bytes = 0;
    for (const call of this.#queue) {
      const { instanceId } = call;
      const isFull =
        batch.length >= MAX_CALLS ||
        bytes >= MAX_BYTES ||
        (instances.size >= MAX_INSTANCES && !instances.has(instanceId));
      const isOther = batch[0] !== undefined && batch[0].isClear !== call.isClear;
      if (isFull || isOther || this.#busy.has(instanceId) || passed.has(instanceId)) {
        passed.add(instanceId);
        left.push(call);
        continue;
      }
      batch.push(call);
      instances.add(instanceId);
      bytes += call.bytes;
    }
    this.#queue = left;
    return batch;
  }

  async #run(batch: readonly ApplyCall[]): Promise<void> {
    this.#running++;
    this.#lastBegin = performance.now();
    for (const { instanceId } of batch) this.#busy.add(instanceId);
    const { blocked, error } = await this.#commit(batch);
    for (const { instanceId } of batch) this.#busy.delete(instanceId);
    this.#running--;
    if (error !== undefined) for (const call of this.#queue.splice(0)) call.reject(error);
    this.#pause(blocked);
    if (this.#queue.length > 0) this.#wake();
  }
  /** Puts calls back to the head of the queue. Their instances stay busy for a while. */
  #pause(calls: readonly ApplyCall[]): void {
    if (calls.length === 0) return;
    this.#queue.unshift(...calls);
    for (const { instanceId } of calls) this.#busy.add(instanceId);
    setTimeout(() => {
      for (const { instanceId } of calls) this.#busy.delete(instanceId);
      this.#start();
    }, PAUSE_MS);
  }
}

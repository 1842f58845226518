// Not the globals, which test runners replace by timers of their own.
import { clearTimeout, setTimeout } from "node:timers";

/** What runs when its time has come. The clock waits for it while it is advanced. */
export type Alarm = () => void | Promise<void>;

/** Takes an alarm back. May be called twice, and after the alarm. */
export type CancelAlarm = () => void;

interface Pending {
  readonly dueAt: number;
  readonly run: Alarm;
  timer: NodeJS.Timeout | undefined;
}

const { now: realNow } = Date;

/** Longer waits overflow the timers of Node. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The clock of the test engine: real time plus what it was advanced by. */
export class EngineClock {
  #advanced = 0;
  /** To where the clock is being advanced. Milliseconds since 1970. */
  #target = 0;
  /** Counts the resets. */
  #resets = 0;
  readonly #pending = new Set<Pending>();

  /** The engine's time. Milliseconds since 1970. */
  now(): number {
    return realNow() + this.#advanced;
  }

  /**
   * Runs something when a time has passed, in real time or by being advanced.
   *
   * @param ms Milliseconds.
   * @param run Must not throw, nor reject.
   */
  after(ms: number, run: Alarm): CancelAlarm {
    const pending: Pending = { dueAt: this.now() + ms, run, timer: undefined };
    this.#pending.add(pending);
    this.#start(pending);
    return () => this.#cancel(pending);
  }

  /** Waits, and may be cut short by `advance`. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /**
   * Moves the clock on. What comes due runs in the order of its time, each at its own time, and is waited for. Several that run at once
   * add up; a reset ends them.
   *
   * @param ms Milliseconds from 0.
   * @throws {RangeError} If they are not a number from 0.
   */
  async advance(ms: number): Promise<void> {
    if (!(Number.isFinite(ms) && ms >= 0)) {
      throw new RangeError(`Cannot advance the clock by ${ms}: give milliseconds from 0`);
    }
    const resets = this.#resets;
    const target = Math.max(this.now(), this.#target) + ms;
    this.#target = target;
    for (;;) {
      const next = this.#earliest();
      if (next === undefined || next.dueAt > target) break;
      this.#advanced += Math.max(0, next.dueAt - this.now());
      this.#cancel(next);
      await next.run();
      if (resets !== this.#resets) return;
    }
    this.#advanced += Math.max(0, target - this.now());
    // Timers that were started before still wait for the time that has been skipped.
    for (const pending of this.#pending) this.#start(pending);
  }

  /** Goes back to real time, and takes all alarms back. */
  reset(): void {
    for (const pending of [...this.#pending]) this.#cancel(pending);
    this.#advanced = 0;
    this.#target = 0;
    this.#resets += 1;
  }

  #earliest(): Pending | undefined {
    let earliest: Pending | undefined;
    for (const pending of this.#pending) {
      if (earliest === undefined || pending.dueAt < earliest.dueAt) earliest = pending;
    }
    return earliest;
  }

  #start(pending: Pending): void {
    clearTimeout(pending.timer);
    const wait = Math.min(Math.max(0, pending.dueAt - this.now()), MAX_TIMER_MS);
    pending.timer = setTimeout(() => {
      if (pending.dueAt > this.now()) {
        this.#start(pending);
        return;
      }
      this.#pending.delete(pending);
      void pending.run();
    }, wait);
  }

  #cancel(pending: Pending): void {
    clearTimeout(pending.timer);
    this.#pending.delete(pending);
  }
}

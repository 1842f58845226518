import type { Turns } from "../../_turns.ts";
import type { CancelAlarm, EngineClock } from "../../clock/_engine_clock.ts";
import type { FetchRequest } from "./_fetch_request.ts";

/** The engine looks again after this time if nothing has happened. Milliseconds. */
const LONGEST_PAUSE_MS = 30_000;
/** No tasks. */
const NOTHING = "[]";

interface Poll {
  readonly request: FetchRequest;
  readonly dueAt: number;
  resolve(json: string): void;
  reject(error: unknown): void;
}

/**
 * The requests for tasks, and those of them that wait. As in the engine they look in rounds, in the order in which they came: when something
 * wakes them, when another begins to wait, when the time of one is over, and after 30 s.
 */
export class Polls {
  readonly #clock: EngineClock;
  readonly #turns: Turns;
  readonly #take: (request: FetchRequest) => Promise<string | undefined>;
  #waiting: Poll[] = [];
  #round: Promise<void> | undefined;
  #cancelAlarm: CancelAlarm = () => {};
  #isClosed = false;

  /**
   * @param clock The engine's time.
   * @param turns Lets each look be one step.
   * @param take Locks what a request asks for, and prints it; `undefined` if there is nothing.
   */
  constructor(
    clock: EngineClock,
    turns: Turns,
    take: (request: FetchRequest) => Promise<string | undefined>,
  ) {
    this.#clock = clock;
    this.#turns = turns;
    this.#take = take;
  }

  /** Gives tasks to a worker: at once, or as soon as there are some and its time is not over. Nobody notices if the client goes away. */
  async fetch(request: FetchRequest): Promise<string> {
    const dueAt = this.#clock.now() + request.asyncResponseTimeout;
    const found = await this.#turns.run(() => this.#take(request));
    if (found !== undefined || request.asyncResponseTimeout <= 0 || this.#isClosed) {
      return found ?? NOTHING;
    }
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ request, dueAt, resolve, reject });
      void this.wake();
    });
  }

  /** Lets all that wait look again. Resolves when they have looked. */
  wake(): Promise<void> {
    this.#round ??= this.#turns.run(() => {
      this.#round = undefined;
      return this.#look();
    });
    return this.#round;
  }

  /** Answers all that wait: there is nothing. */
  clear(): void {
    this.#cancelAlarm();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve(NOTHING);
  }

  /** Answers all that wait. Nobody waits any more. */
  close(): void {
    this.#isClosed = true;
    this.clear();
  }

  async #look(): Promise<void> {
    for (const poll of [...this.#waiting]) {
      try {
        const found = await this.#take(poll.request);
        if (found === undefined && this.#clock.now() < poll.dueAt) continue;
        poll.resolve(found ?? NOTHING);
      } catch (error) {
        poll.reject(error);
      }
      this.#waiting = this.#waiting.filter((each) => each !== poll);
    }
    this.#setAlarm();
  }

  #setAlarm(): void {
    this.#cancelAlarm();
    if (this.#waiting.length === 0) return;
    const firstDue = Math.min(...this.#waiting.map(({ dueAt }) => dueAt));
    const pause = Math.min(LONGEST_PAUSE_MS, Math.max(0, firstDue - this.#clock.now()));
    this.#cancelAlarm = this.#clock.after(pause, () => this.wake());
  }
}

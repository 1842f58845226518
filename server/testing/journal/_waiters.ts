import { clearTimeout, setTimeout } from "node:timers";
import type { RecordedRequest } from "./recorded_request.ts";

/** Longer waits overflow the timers of Node. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Somebody who waits for a request. */
interface Waiter {
  /** Takes a request, if it is the one. */
  offer(request: RecordedRequest): void;
  reject(error: unknown): void;
  /** Makes the error with which the waiting ends if the journal is closed. */
  readonly closed: () => Error;
}

/** What is waited for, and how the waiting fails. */
export interface Wait {
  readonly selects: (request: RecordedRequest) => boolean;
  /** Milliseconds from 0, or `Infinity`. */
  readonly timeout: number;
  readonly missed: () => Error;
  readonly closed: () => Error;
}

/** Those who wait for requests. */
export class Waiters {
  readonly #waiters = new Set<Waiter>();

  /** Waits for the next request that is selected. If `selects` throws, the waiting rejects with its error. */
  wait({ selects, timeout, missed, closed }: Wait): Promise<RecordedRequest> {
    return new Promise((resolve, reject) => {
      // A timer of `node:timers` goes on if the test has replaced those of the global object.
      const timer =
        timeout === Infinity
          ? undefined
          : setTimeout(() => waiter.reject(missed()), Math.min(timeout, MAX_TIMER_MS));
      const leave = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        offer: (request) => {
          try {
            if (!selects(request)) return;
            leave();
            resolve(request);
          } catch (error) {
            waiter.reject(error);
          }
        },
        reject: (error) => {
          leave();
          reject(error);
        },
        closed,
      };
      this.#waiters.add(waiter);
    });
  }

  /** Offers a request to all who wait. */
  offer(request: RecordedRequest): void {
    for (const waiter of this.#waiters) waiter.offer(request);
  }

  /** Ends all waiting. */
  close(): void {
    for (const waiter of this.#waiters) waiter.reject(waiter.closed());
  }
}

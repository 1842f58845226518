import { shorten } from "../../errors/_shorten.ts";
import type { ErrorAnswer } from "../../errors/answered_error.ts";
import type { RestRequest } from "../rest_request.ts";
import { shownTarget } from "./_shown_target.ts";
import type { Log } from "./log.ts";

/** After a line at info, the same reason is logged only at debug for this time. Milliseconds. */
const QUIET_MS = 60_000;
/** The largest number of reasons that are remembered. Reasons quote what clients sent, so there may be any number. */
const MAX_REASONS = 100;

/** The members of a request that are logged. */
type RefusedRequest = Partial<Pick<RestRequest, "method" | "target">>;

/**
 * Logs refused requests at debug. Forbidden ones (403) are logged at info once a minute for each reason, and otherwise at debug. So
 * an operator who forgot to allow a host sees it at once, and a client that tries many hosts cannot fill the log.
 */
export class RefusalLog {
  readonly #log: Log;
  readonly #now: () => number;
  /** The time of each reason's last line at info, the oldest first. */
  readonly #told = new Map<string, number>();

  /**
   * @param log The log.
   * @param now Gives the time, in milliseconds from any start.
   */
  constructor(log: Log, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * Logs a refused request.
   *
   * @param request The request; empty if it could not be parsed.
   * @param answer The answer to the client.
   * @param fault The reason of the refusal, if the answer does not tell it. Default: the answer tells it.
   */
  write({ method, target = "" }: RefusedRequest, answer: ErrorAnswer, fault?: unknown): void {
    const { status, type, message } = answer;
    const level = status === 403 && this.#isNew(message) ? "info" : "debug";
    this.#log(level, "Refuses a request", {
      id: crypto.randomUUID(),
      status,
      type,
      method,
      url: shorten(shownTarget(target)),
      reason: message,
      ...(fault === undefined ? {} : { fault }),
    });
  }

  #isNew(reason: string): boolean {
    const now = this.#now();
    for (const [told, time] of this.#told) {
      if (now - time < QUIET_MS) break;
      this.#told.delete(told);
    }
    if (this.#told.has(reason) || this.#told.size >= MAX_REASONS) return false;
    this.#told.set(reason, now);
    return true;
  }
}

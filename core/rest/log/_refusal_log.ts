import { shorten } from "../../errors/_shorten.ts";
import type { ErrorAnswer } from "../../errors/answered_error.ts";
import type { RestRequest } from "../rest_request.ts";
import type { Log } from "./log.ts";

/** How long a reason is not told again. Milliseconds. */
const QUIET_MS = 60_000;
/** As many reasons are remembered. They hold what clients sent, so there may be any number. */
const MAX_REASONS = 100;

/** What is told of a request. */
type RefusedRequest = Partial<Pick<RestRequest, "method" | "target">>;

/**
 * Tells the log of requests that are refused: of each at debug, and of what is forbidden at info, once a minute for each reason.
 * Whoever forgot to allow a host sees it at once, and whoever tries them all cannot fill the log.
 */
export class RefusalLog {
  readonly #log: Log;
  readonly #now: () => number;
  /** When a reason was told last, the oldest first. */
  readonly #told = new Map<string, number>();

  /**
   * @param log Where to.
   * @param now The time. Milliseconds from any start.
   */
  constructor(log: Log, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * @param request The request; of one that could not be read nothing is known.
   * @param answer What its client is told.
   * @param fault Why it could not be read, if the client is not told that. Default: the client knows all.
   */
  write({ method, target = "" }: RefusedRequest, answer: ErrorAnswer, fault?: unknown): void {
    const { status, type, message } = answer;
    const level = status === 403 && this.#isNew(message) ? "info" : "debug";
    this.#log(level, "Refuses a request", {
      id: crypto.randomUUID(),
      status,
      type,
      method,
      url: shorten(target),
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

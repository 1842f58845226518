import { checkMembers } from "../../../core/errors/_check_members.ts";
import type { EngineCall } from "../_engine_call.ts";
import { ByteBudget } from "./_byte_budget.ts";
import { CallSite } from "./_call_site.ts";
import { JournalEntry } from "./_journal_entry.ts";
import { type JournalLimits, journalLimits } from "./_journal_limits.ts";
import { missedRequest } from "./_missed_request.ts";
import { RecordedCall } from "./_recorded_call.ts";
import { readSelector } from "./_selection.ts";
import { Waiters } from "./_waiters.ts";
import type { JournalOptions } from "./journal_options.ts";
import type { RecordedRequest } from "./recorded_request.ts";
import type { RequestSelector } from "./recorded_request_filter.ts";
import type { WaitOptions } from "./wait_options.ts";

const TIMEOUT_MS = 2_000;

/** The journal of the test engine: every request that came, what it held, and how it was answered. */
export class Journal {
  readonly #limits: JournalLimits;
  readonly #now: () => number;
  readonly #budget: ByteBudget;
  /** The oldest first. */
  #calls: RecordedCall[] = [];
  readonly #waiters = new Waiters();
  #isClosed = false;

  /**
   * @param options How much is kept.
   * @param now The engine's time. Milliseconds since 1970.
   * @throws {TypeError | RangeError} If an option is wrong.
   */
  constructor(options: JournalOptions, now: () => number) {
    this.#limits = journalLimits(options);
    this.#now = now;
    this.#budget = new ByteBudget(this.#limits.maxTotalBytes);
  }

  /** Begins the entry of a request that has come. */
  begin(call: EngineCall): JournalEntry {
    const rules = { limits: this.#limits, budget: this.#budget };
    const recorded = new RecordedCall(call, this.#now(), rules);
    const calls = this.#calls;
    calls.push(recorded);
    if (calls.length > this.#limits.maxRequests) calls.shift()?.forget();
    return new JournalEntry(call, recorded, () => {
      // After a reset there is another list, and nobody waits for this request any more.
      if (calls === this.#calls) this.#waiters.offer(recorded);
    });
  }

  /** The requests that came, in their order: a new list, whose members change until they are answered. */
  get requests(): readonly RecordedRequest[] {
    return [...this.#calls];
  }

  /** Number of bytes of bodies that are kept. */
  get keptBytes(): number {
    return this.#budget.total;
  }

  /**
   * Finds requests, also those that are not answered yet.
   *
   * @throws {TypeError} If the filter is none.
   */
  find(selector: RequestSelector): readonly RecordedRequest[] {
    const selection = readSelector(selector);
    return this.#calls.filter((call) => selection.selects(call));
  }

  /**
   * Waits for a request that is selected, and is answered or aborted: the first that is in the journal already, else the next.
   *
   * @throws {Error} Rejects if none comes in time, which lists what came, or if the journal is closed. A rejection that nobody awaits
   *   does not end the process.
   * @throws {TypeError | RangeError} If the filter or the time is none.
   */
  waitFor(selector: RequestSelector, options: WaitOptions = {}): Promise<RecordedRequest> {
    const waiting = this.#waitFor(selector, options, new CallSite(this.waitFor));
    waiting.catch(() => {});
    return waiting;
  }

  /** Forgets all requests. Those that are served now are not told to anybody who waits. */
  reset(): void {
    for (const call of this.#calls) call.forget();
    this.#calls = [];
  }

  /** Ends all waiting: no more requests come. */
  close(): void {
    this.#isClosed = true;
    this.#waiters.close();
  }

  async #waitFor(
    selector: RequestSelector,
    options: WaitOptions,
    site: CallSite,
  ): Promise<RecordedRequest> {
    const selection = readSelector(selector);
    const timeout = timeoutOf(options);
    const here = this.#calls.find((call) => call.state !== "pending" && selection.selects(call));
    if (here !== undefined) return here;
    const closed = () =>
      site.error(`Cannot find a request ${selection.text}: the engine was closed before one came`);
    if (this.#isClosed) throw closed();
    const missed = () => site.error(missedRequest(selection, timeout, this.#calls));
    return this.#waiters.wait({ selects: selection.selects, timeout, missed, closed });
  }
}

function timeoutOf(options: WaitOptions): number {
  checkMembers("options of waitForRequest", options, { timeout: true });
  const { timeout = TIMEOUT_MS } = options;
  if (timeout >= 0) return timeout;
  throw new RangeError(
    `Cannot wait for a request for ${timeout} ms: 'timeout' must be milliseconds from 0, or Infinity`,
  );
}

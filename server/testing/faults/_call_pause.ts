import { ClientAbortError } from "../../../core/rest/errors/client_abort_error.ts";
import type { EngineCall } from "../_engine_call.ts";
import type { EngineClock } from "../clock/_engine_clock.ts";

/** The waits of one request, one after the other. Each ends early if the client goes away, or the engine is reset or closed. */
export class CallPause {
  readonly #call: EngineCall;
  readonly #clock: EngineClock;
  readonly #reset: AbortSignal;
  readonly #end = new AbortController();
  #gone: AbortSignal | undefined;

  /**
   * @param call The request.
   * @param clock The engine's clock.
   * @param reset Aborts when the engine is reset or closed.
   */
  constructor(call: EngineCall, clock: EngineClock, reset: AbortSignal) {
    this.#call = call;
    this.#clock = clock;
    this.#reset = reset;
  }

  /** The engine's time. Milliseconds. */
  now(): number {
    return this.#clock.now();
  }

  /**
   * Waits. If the engine is reset or closed meanwhile, the connection is reset.
   *
   * @param ms Milliseconds of the engine's clock; `Infinity` for ever.
   * @throws {ClientAbortError} If it ended early.
   */
  async wait(ms: number): Promise<void> {
    if (ms <= 0) return;
    // Asked once: a host makes a signal on demand.
    this.#gone ??= this.#call.request.signal;
    const signals = [this.#gone, this.#reset, this.#end.signal];
    if (!signals.some(({ aborted }) => aborted)) await this.#waitFor(ms, signals);
    if (this.#reset.aborted) this.#call.reset();
    if (signals.some(({ aborted }) => aborted)) throw new ClientAbortError();
  }

  /** Ends the wait that is going on, and all that would follow. */
  end(): void {
    this.#end.abort();
  }

  #waitFor(ms: number, signals: readonly AbortSignal[]): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        cancel();
        for (const signal of signals) signal.removeEventListener("abort", finish);
        resolve();
      };
      const cancel = ms === Infinity ? () => {} : this.#clock.after(ms, finish);
      for (const signal of signals) signal.addEventListener("abort", finish);
    });
  }
}

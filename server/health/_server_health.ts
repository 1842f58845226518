import type { ProcessVariables } from "../../core/mod.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { StorageHealth } from "../../core/storage/storage_health.ts";

/** How long a result counts. Milliseconds. So no number of probes loads the storage. */
const FRESH_MS = 1_000;
/** How long a probe of the process waits for the storage before it takes the last result. Milliseconds. */
const PATIENCE_MS = 250;

/** What a probe is told: `undefined` if all is well, otherwise why not, in a text that anybody may see. */
export type ProbeResult = string | undefined;

/** Knows whether a server is ready for requests, and whether its process should be replaced. Logs when the storage changes sides. */
export class ServerHealth {
  readonly #variables: ProcessVariables;
  readonly #log: Log;
  #last: StorageHealth = { writable: true };
  /** When the last result came. */
  #at = Number.NEGATIVE_INFINITY;
  #asking: Promise<StorageHealth> | undefined;
  #isStopping = false;

  /**
   * @param variables The variables that are served.
   * @param log The log. It must not throw.
   */
  constructor(variables: ProcessVariables, log: Log) {
    this.#variables = variables;
    this.#log = log;
  }

  /** Makes the server not ready from now on. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Whether requests should come to this server. */
  async ready(): Promise<ProbeResult> {
    if (this.#isStopping) return "the server is stopping";
    const found = await this.#storage();
    return found.writable ? undefined : found.reason;
  }

  /** Whether the process can go on as it is. If only opening the storage again helps, it cannot. A storage that hangs may come back. */
  async live(): Promise<ProbeResult> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<StorageHealth>((resolve) => {
      timer = setTimeout(() => resolve(this.#last), PATIENCE_MS);
    });
    const found = await Promise.race([this.#storage(), patience]);
    clearTimeout(timer);
    return found.writable || !found.error.needsReopening ? undefined : found.reason;
  }

  async #storage(): Promise<StorageHealth> {
    if (performance.now() - this.#at < FRESH_MS) return this.#last;
    this.#asking ??= this.#ask();
    return await this.#asking;
  }

  async #ask(): Promise<StorageHealth> {
    const found = await this.#variables.health();
    this.#asking = undefined;
    this.#at = performance.now();
    if (!found.writable && this.#last.writable) {
      const { error: fault } = found;
      this.#log("error", `Not ready: ${found.reason}`, { code: fault.code, fault });
    }
    if (found.writable && !this.#last.writable) this.#log("info", "Ready: writes succeed again");
    this.#last = found;
    return found;
  }
}

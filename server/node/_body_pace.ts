import { RestError } from "../../core/rest/errors/rest_error.ts";
import { TICKS_PER_IDLE } from "./_connection_clock.ts";

/** How long the server waits for a body. */
export interface BodyPatience {
  /** How long the server waits for the client's next bytes. Milliseconds. */
  readonly idleMs: number;
  /** The lowest rate at which a body may come, over each `idleMs` in which the server waits for it. Bytes a second; 0 allows any rate. */
  readonly minBodyRate: number;
}

/**
 * Decides whether a body comes too slowly, by ticks of the connection clock. It counts only ticks at which the server waits for the
 * client. So a slow disk of the server is not taken for a slow client.
 */
export class BodyPace {
  readonly #minBodyRate: number;
  /** The smallest number of bytes that must come in `TICKS_PER_IDLE` ticks. */
  readonly #least: number;
  #silentTicks = 0;
  #ticks = 0;
  #bytes = 0;

  constructor({ idleMs, minBodyRate }: BodyPatience) {
    this.#minBodyRate = minBodyRate;
    this.#least = (minBodyRate * idleMs) / 1_000;
  }

  /** Counts bytes that have come. */
  take(bytes: number): void {
    this.#silentTicks = 0;
    this.#bytes += bytes;
  }

  /** Counts a tick at which the server waits for the client. Returns a 408 as soon as the client is too slow. */
  tick(): RestError | undefined {
    this.#silentTicks++;
    this.#ticks++;
    // The first tick may come right after the wait began. So it takes one tick more until the whole time has passed.
    if (this.#silentTicks > TICKS_PER_IDLE) return tooSlow("the client stopped sending it");
    if (this.#ticks <= TICKS_PER_IDLE) return undefined;
    if (this.#bytes < this.#least) {
      return tooSlow(`it comes with less than ${this.#minBodyRate} bytes a second`);
    }
    this.#ticks = 0;
    this.#bytes = 0;
    return undefined;
  }
}

function tooSlow(reason: string): RestError {
  return new RestError(408, "ClientErrorException", `Cannot read the request body: ${reason}`, {
    Connection: "close",
  });
}

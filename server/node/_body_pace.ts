import { RestError } from "../../core/rest/errors/rest_error.ts";
import { LOOKS } from "./_connection_clock.ts";

/** What a body may cost in waiting. */
export interface BodyPatience {
  /** How long to wait for the client's next bytes. Milliseconds. */
  readonly idleMs: number;
  /** How fast a body has to come over each `idleMs` in which it is waited for. Bytes a second; 0 for no matter how. */
  readonly minBodyRate: number;
}

/** Judges how a body comes, look by look. Only looks while the server waits count: a client pays for no slow disk of ours. */
export class BodyPace {
  readonly #minBodyRate: number;
  /** What has to come in `LOOKS` looks. Bytes. */
  readonly #least: number;
  #silentLooks = 0;
  #looks = 0;
  #bytes = 0;

  constructor({ idleMs, minBodyRate }: BodyPatience) {
    this.#minBodyRate = minBodyRate;
    this.#least = (minBodyRate * idleMs) / 1_000;
  }

  /** Bytes have come. */
  take(bytes: number): void {
    this.#silentLooks = 0;
    this.#bytes += bytes;
  }

  /** A look at a time when the server waits. Gives what to refuse the request with, once the client is too slow. */
  look(): RestError | undefined {
    this.#silentLooks++;
    this.#looks++;
    // The first look may come right after the wait began, so that there is one more than make up the time.
    if (this.#silentLooks > LOOKS) return tooSlow("the client stopped sending it");
    if (this.#looks <= LOOKS) return undefined;
    if (this.#bytes < this.#least) {
      return tooSlow(`it comes with less than ${this.#minBodyRate} bytes a second`);
    }
    this.#looks = 0;
    this.#bytes = 0;
    return undefined;
  }
}

function tooSlow(reason: string): RestError {
  return new RestError(408, "ClientErrorException", `Cannot read the request body: ${reason}`, {
    Connection: "close",
  });
}

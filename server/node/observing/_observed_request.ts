import type { RestRequest } from "../../../core/rest/rest_request.ts";
import type { Exchange } from "../_exchange.ts";
import { CountedBody } from "./_counted_body.ts";

/** A request as the REST resource gets it where it is observed: with a body that is counted. */
export class ObservedRequest implements RestRequest {
  readonly body: CountedBody;
  readonly #exchange: Exchange;

  /** @param exchange The request. */
  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.body = new CountedBody(exchange.body);
  }

  get method(): string {
    return this.#exchange.method;
  }

  get target(): string {
    return this.#exchange.target;
  }

  header(name: string): string | undefined {
    return this.#exchange.header(name);
  }

  get signal(): AbortSignal {
    return this.#exchange.signal;
  }
}

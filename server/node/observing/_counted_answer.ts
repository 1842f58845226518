import { ClientAbortError } from "../../../core/rest/errors/client_abort_error.ts";
import type { RestBody } from "../../../core/rest/rest_response.ts";

/** The body of an answer that is made while it is sent. It counts its bytes, and knows whether it failed. */
export class CountedAnswer implements RestBody {
  /** The bytes that were written. */
  bytes = 0;
  /** Whether making it has failed, so that the server cuts it off. */
  hasFailed = false;
  readonly #body: RestBody;

  /** @param body The body. */
  constructor(body: RestBody) {
    this.#body = body;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      const result = await this.#body.next();
      if (!result.done) this.bytes += result.value.length;
      return result;
    } catch (error) {
      this.hasFailed = !(error instanceof ClientAbortError);
      throw error;
    }
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    return this.#body.return();
  }
}

import type { RestBody } from "../../../core/rest/rest_response.ts";

/** Is told how the body of an answer is made. */
export interface StreamListener {
  append(chunk: Uint8Array): void;
  /** There are no more bytes: the body is whole, or was cut off. */
  end(isWhole: boolean): void;
}

/** The body of an answer that tells a listener what is read of it. */
export class RecordedStream implements RestBody {
  readonly #body: RestBody;
  readonly #listener: StreamListener;

  constructor(body: RestBody, listener: StreamListener) {
    this.#body = body;
    this.#listener = listener;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      const result = await this.#body.next();
      if (result.done === true) {
        this.#listener.end(true);
        return { done: true, value: undefined };
      }
      this.#listener.append(result.value);
      return result;
    } catch (error) {
      this.#listener.end(false);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#listener.end(false);
    return this.#body.return();
  }
}

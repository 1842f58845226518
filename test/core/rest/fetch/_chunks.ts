import type { RestBody } from "../../../../core/rest/rest_response.ts";

/** A body of given chunks. It counts the calls on it. */
export class Chunks implements RestBody {
  readonly #chunks: Iterator<Uint8Array | Promise<Uint8Array>>;
  asked = 0;
  returned = 0;

  constructor(chunks: Iterable<Uint8Array | Promise<Uint8Array>>) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.asked++;
    const result = this.#chunks.next();
    return result.done ? { done: true, value: undefined } : { value: await result.value };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.returned++;
    return { done: true, value: undefined };
  }
}

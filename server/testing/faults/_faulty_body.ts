import type { RestBody } from "../../../core/rest/rest_response.ts";
import type { CallPause } from "./_call_pause.ts";

/** Yields the chunks of a body. If the generator is ended early, the body is not. */
export async function* chunksOf(
  body: Uint8Array | RestBody,
): AsyncGenerator<Uint8Array, undefined> {
  if (body instanceof Uint8Array) {
    yield body;
    return undefined;
  }
  for (;;) {
    const { done, value } = await body.next();
    if (done === true) return undefined;
    yield value;
  }
}

/** A body that a fault sends otherwise than the operation made it. It ends that one, in whatever way it ends itself. */
export class FaultyBody implements RestBody {
  readonly #chunks: AsyncGenerator<Uint8Array, undefined>;
  readonly #pause: CallPause;
  #source: RestBody | undefined;

  /**
   * @param source The body that the operation made.
   * @param chunks What is sent of it.
   * @param pause Waits between the chunks.
   */
  constructor(
    source: Uint8Array | RestBody,
    chunks: AsyncGenerator<Uint8Array, undefined>,
    pause: CallPause,
  ) {
    this.#source = source instanceof Uint8Array ? undefined : source;
    this.#chunks = chunks;
    this.#pause = pause;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      return await this.#chunks.next();
    } catch (error) {
      await this.#release();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#pause.end();
    await this.#chunks.return(undefined);
    await this.#release();
    return { done: true, value: undefined };
  }

  async #release(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source?.return();
  }
}

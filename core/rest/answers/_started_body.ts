import type { Context } from "../_context.ts";
import { ClientAbortError } from "../errors/client_abort_error.ts";
import type { RestBody } from "../rest_response.ts";

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The chunks of a body. What is returned is the last of them. The generator must have been started: only then ending it early runs
 * its `finally`.
 */
export type Chunks = AsyncGenerator<Uint8Array, Uint8Array | undefined>;

/** A body whose first chunk has been pulled already, so that what failed before it has got an answer of its own. */
export class StartedBody implements RestBody {
  #first: Uint8Array | undefined;
  readonly #chunks: Chunks;
  readonly #context: Context;

  /**
   * @param first The first chunk.
   * @param chunks Gives the others.
   * @param context The request, for the log.
   */
  constructor(first: Uint8Array | undefined, chunks: Chunks, context: Context) {
    this.#first = first;
    this.#chunks = chunks;
    this.#context = context;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = this.#first ?? (await this.#pull());
    this.#first = undefined;
    return value === undefined ? END : { done: false, value };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#first = undefined;
    await this.#chunks.return(undefined);
    return END;
  }

  async #pull(): Promise<Uint8Array | undefined> {
    try {
      return (await this.#chunks.next()).value;
    } catch (error) {
      const { service, request } = this.#context;
      if (!(error instanceof ClientAbortError)) service.errors.report(request, error);
      throw error;
    }
  }
}

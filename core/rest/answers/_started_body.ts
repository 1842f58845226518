import type { Context } from "../_context.ts";
import { ClientAbortError } from "../errors/client_abort_error.ts";
import type { RestBody } from "../rest_response.ts";

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * The chunks of a body. The generator returns the last one; `undefined` if it was yielded. Call `next` before it becomes a body: only
 * a generator that has started runs its `finally` when it is ended early.
 */
export type Chunks = AsyncGenerator<Uint8Array, Uint8Array | undefined>;

/** A body whose first chunk has been read already. So an error before this chunk still gets a normal answer. */
export class StartedBody implements RestBody {
  #first: Uint8Array | undefined;
  readonly #chunks: Chunks;
  readonly #context: Context;

  /**
   * @param first The first chunk; `undefined` if it has to be read from `chunks`.
   * @param chunks The further chunks.
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

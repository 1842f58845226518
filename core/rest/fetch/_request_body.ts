import { ClientAbortError } from "../errors/client_abort_error.ts";
import { RestError } from "../errors/rest_error.ts";
import type { Client } from "./_client.ts";

type Result = IteratorResult<Uint8Array, undefined>;

const END: Result = { done: true, value: undefined };

/** The body of a `Request`, to be iterated once. Before that it is not touched. */
export class RequestBody implements AsyncIterable<Uint8Array> {
  readonly #request: Request;
  readonly #client: Client;

  /**
   * @param request The request.
   * @param client Who sends it.
   */
  constructor(request: Request, client: Client) {
    this.#request = request;
    this.#client = client;
  }

  /** @throws {TypeError} If something has read of the body before. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    const request = this.#request;
    const { body, bodyUsed } = request;
    if (bodyUsed || body?.locked) {
      throw new TypeError(
        "Cannot read the request body: something has read of it before, such as request.json(); pass the request on unread, or a clone of it",
      );
    }
    return new BodyReader(body === undefined ? wholeBody(request) : body, this.#client);
  }
}

/** Firefox knows no stream of a request's body, only all of it at once. */
function wholeBody(request: Request): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(new Uint8Array(await request.arrayBuffer()));
      controller.close();
    },
  });
}

/** Reads a stream as far as it is asked, and no longer than the client is there. */
class BodyReader implements AsyncIterator<Uint8Array, undefined> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #client: Client;

  constructor(body: ReadableStream<Uint8Array> | null, client: Client) {
    this.#reader = body?.getReader();
    this.#client = client;
  }

  /**
   * @throws {ClientAbortError} If the client has gone.
   * @throws {RestError} 400 if the stream fails. Mostly the client has gone, and the server has not told the signal yet.
   */
  async next(): Promise<Result> {
    const reader = this.#reader;
    if (reader === undefined) return END;
    try {
      const result = await this.#client.waitFor(() => reader.read());
      return result.done ? END : result;
    } catch (error) {
      if (!(error instanceof ClientAbortError)) throw failed(error);
      await this.return();
      throw error;
    }
  }

  /** Cancels the rest. Deno would else leave a client hanging that sends its whole body before it reads the answer. */
  async return(): Promise<Result> {
    // How the source takes it changes nothing about the answer, which must not wait for it either.
    this.#reader?.cancel().catch(() => {});
    return END;
  }
}

function failed(cause: unknown): RestError {
  const error = new RestError(
    400,
    "ClientErrorException",
    "Cannot read the request body: its stream failed before its end",
  );
  error.cause = cause;
  return error;
}

import { ClientAbortError } from "../errors/client_abort_error.ts";
import { RestError } from "../errors/rest_error.ts";
import type { Client } from "./_client.ts";

type Result = IteratorResult<Uint8Array, undefined>;

const END: Result = { done: true, value: undefined };

/** The body of a `Request`, to be iterated at most once. It is not touched before. */
export class FetchBody implements AsyncIterable<Uint8Array> {
  readonly #request: Request;
  readonly #client: Client;

  /**
   * @param request The request.
   * @param client The client that sends it.
   */
  constructor(request: Request, client: Client) {
    this.#request = request;
    this.#client = client;
  }

  /**
   * Iterates the body.
   *
   * @throws {TypeError} If other code has read from the body before.
   */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    const request = this.#request;
    const { body, bodyUsed } = request;
    if (bodyUsed || body?.locked) {
      throw new TypeError(
        "Cannot read the request body: other code has read from it before, such as request.json(); pass the request on unread, or a clone of it",
      );
    }
    return new FetchBodyReader(body === undefined ? wholeBody(request) : body, this.#client);
  }
}

/** Makes a stream of a whole body. For Firefox, in which a `Request` has no `body`. */
function wholeBody(request: Request): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(new Uint8Array(await request.arrayBuffer()));
      controller.close();
    },
  });
}

/** Reads a stream with back-pressure, until the client goes away. */
class FetchBodyReader implements AsyncIterator<Uint8Array, undefined> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #client: Client;

  constructor(body: ReadableStream<Uint8Array> | null, client: Client) {
    this.#reader = body?.getReader();
    this.#client = client;
  }

  /**
   * Reads the next chunk.
   *
   * @throws {ClientAbortError} If the client has gone away.
   * @throws {RestError} 400 if the stream fails. Mostly the client has gone away, and the host has not aborted the signal yet.
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

  /** Cancels the rest of the body. Otherwise, on Deno a client that sends its whole body before it reads the answer would hang. */
  async return(): Promise<Result> {
    // The answer does not depend on the result of the cancel, and must not wait for it.
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

import type { RestBody, RestResponse } from "../../../core/rest/rest_response.ts";

/** Header fields that belong to a connection, or to a body that `fetch` has decoded already. */
const DROPPED: readonly string[] = [
  "connection",
  "content-encoding",
  "keep-alive",
  "transfer-encoding",
];

/** Turns a `Response` of the web platform into an answer. */
export function restResponseOf({ status, headers, body }: Response): RestResponse {
  const kept = [...headers].filter(
    ([name]) =>
      !DROPPED.includes(name) && !(name === "content-length" && headers.has("content-encoding")),
  );
  return {
    status,
    headers: Object.fromEntries(kept),
    body: body === null ? undefined : new StreamedBody(body),
  };
}

/** The chunks of a stream, as the body of an answer. */
class StreamedBody implements RestBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const { done, value } = await this.#reader.read();
    return done ? { done, value: undefined } : { done: false, value };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#reader.cancel();
    return { done: true, value: undefined };
  }
}

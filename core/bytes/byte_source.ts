/**
 * A source of bytes: a stream, such as the body of a `Request`; an async iterable, such as a request of `node:http`; or the bytes
 * themselves, also as a `Blob`. `null` means no bytes: it is the body of a `Request` without one. Nothing may have read from the
 * source before, since these bytes would be missing.
 */
export type ByteSource =
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>
  | Uint8Array
  | Blob
  | null;

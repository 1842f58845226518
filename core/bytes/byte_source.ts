/**
 * Where bytes come from: a stream, as a `Request` has it, anything that is iterated, as a request of `node:http`, or the bytes
 * themselves, also in a `Blob`. `null` is a `Request`'s body that is not there, and has no bytes. Nothing may have read of it
 * before: what it began would be missing.
 */
export type ByteSource =
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>
  | Uint8Array
  | Blob
  | null;

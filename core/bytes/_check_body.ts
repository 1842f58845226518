import { describeValue } from "../errors/_describe_value.ts";
import { isBufferSource } from "./_is_buffer_source.ts";
import type { ByteSource } from "./byte_source.ts";

/**
 * Checks that a value can be read as a body.
 *
 * @throws {TypeError} If it cannot. The message says what to pass.
 */
export function checkBody(body: unknown): asserts body is ByteSource {
  if (body === null) return;
  if (typeof body === "object") {
    if ("getReader" in body || Symbol.asyncIterator in body) return;
    if (body instanceof Uint8Array || body instanceof Blob) return;
  }
  throw new TypeError(`Cannot read the body: it is ${describeValue(body)}; ${bodyAdvice(body)}`);
}

/**
 * Checks that a chunk of a body is a `Uint8Array` that still has its bytes. A Node.js `Buffer` is one.
 *
 * @throws {TypeError} If it is not. The message says what to do.
 */
export function checkBodyChunk(chunk: unknown): asserts chunk is Uint8Array {
  if (!(chunk instanceof Uint8Array)) {
    throw new TypeError(
      `Cannot read the body: it yields ${describeValue(chunk)}; ${chunkAdvice(chunk)}`,
    );
  }
  if (chunk.length === 0) checkAttached(chunk);
}

/** Bytes that have gone elsewhere would be missing in silence: they count as an empty chunk. */
function checkAttached(chunk: Uint8Array): void {
  try {
    // Fails, unlike other ways to read, if the buffer is detached or has become too small.
    chunk.at(0);
  } catch (cause) {
    throw new TypeError(
      "Cannot read the body: it yields bytes whose buffer was transferred or resized; leave it alone until the body has been read, or yield a copy",
      { cause },
    );
  }
}

function bodyAdvice(body: unknown): string {
  if (body === undefined) return "pass 'null' for an empty body";
  if (typeof body === "string") return "pass its bytes: 'new TextEncoder().encode(text)'";
  if (isBufferSource(body)) return "pass 'new Uint8Array(buffer)'";
  if (body instanceof Promise) return "'await' it first";
  if (body instanceof Request || body instanceof Response) return "pass its 'body'";
  if (body instanceof FormData || body instanceof URLSearchParams) {
    return "make a 'new Response(form)' and pass its 'body' and its Content-Type";
  }
  return "pass a ReadableStream or AsyncIterable of Uint8Array, a Uint8Array or a Blob";
}

function chunkAdvice(chunk: unknown): string {
  if (typeof chunk === "string") {
    return "encode text with 'new TextEncoder().encode(text)', and do not set an encoding on a stream";
  }
  return isBufferSource(chunk) ? "wrap it: 'new Uint8Array(buffer)'" : "yield Uint8Arrays";
}

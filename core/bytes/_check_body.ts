import { describeValue } from "../errors/_describe_value.ts";
import type { ByteSource } from "./byte_source.ts";

/**
 * Checks that something can be read as a body.
 *
 * @throws {TypeError} If not. It says what to pass.
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
 * Checks a chunk of a body: a `Uint8Array`, which a Node.js `Buffer` is, too.
 *
 * @throws {TypeError} If it is anything else.
 */
export function checkBodyChunk(chunk: unknown): asserts chunk is Uint8Array {
  if (chunk instanceof Uint8Array) return;
  throw new TypeError(
    `Cannot read the body: it yields other than Uint8Array, ${describeValue(chunk)}; ${chunkAdvice(chunk)}`,
  );
}

function bodyAdvice(body: unknown): string {
  if (body === undefined) return "pass 'null' for none";
  if (typeof body === "string") return "pass its bytes: 'new TextEncoder().encode(text)'";
  if (isBuffer(body)) return "pass 'new Uint8Array(buffer)'";
  if (body instanceof Promise) return "'await' it first";
  if (body instanceof Request || body instanceof Response) return "pass its 'body'";
  if (body instanceof FormData || body instanceof URLSearchParams) {
    return "make a 'new Response(form)', and pass its 'body' and its Content-Type";
  }
  return "pass a ReadableStream or AsyncIterable of Uint8Array, a Uint8Array or a Blob";
}

function chunkAdvice(chunk: unknown): string {
  if (typeof chunk === "string") {
    return "encode texts, as by 'new TextEncoder().encode(text)', and set no encoding on a stream";
  }
  return isBuffer(chunk) ? "wrap it: 'new Uint8Array(buffer)'" : "pass bytes";
}

function isBuffer(value: unknown): boolean {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

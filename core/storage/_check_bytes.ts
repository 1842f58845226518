import { isBufferSource } from "../bytes/_is_buffer_source.ts";
import { describeValue } from "../errors/_describe_value.ts";
import type { StagedContent } from "./storage.ts";

/**
 * Checks that a chunk of a source is a `Uint8Array`. A Node.js `Buffer` is one.
 *
 * @throws {TypeError} If it is anything else, or its `ArrayBuffer` was transferred.
 */
export function checkChunk(chunk: unknown): asserts chunk is Uint8Array {
  if (!(chunk instanceof Uint8Array)) {
    const what = describeValue(chunk);
    throw new TypeError(`Cannot stage the content: a chunk is ${what}, ${chunkAdvice(chunk)}`);
  }
  if (isDetached(chunk)) throw new TypeError(`Cannot stage the content: a chunk ${DETACHED}`);
}

/**
 * Checks that a source is an async iterable.
 *
 * @throws {TypeError} If it is not.
 */
export function checkSource(source: unknown): asserts source is AsyncIterable<Uint8Array> {
  if (typeof source === "object" && source !== null && Symbol.asyncIterator in source) return;
  throw new TypeError(
    `Cannot stage the content: the source is ${describeValue(source)}, not an AsyncIterable<Uint8Array>; ${sourceAdvice(source)}`,
  );
}

/**
 * Checks the content of a put.
 *
 * @throws {TypeError} If it is neither bytes, a stage nor `null`, or if the `ArrayBuffer` of the bytes was transferred.
 */
export function checkContent(
  name: string,
  content: unknown,
): asserts content is StagedContent | Uint8Array | null {
  if (content === null) return;
  if (content instanceof Uint8Array) {
    if (!isDetached(content)) return;
    throw new TypeError(`Cannot apply the changes: the content of '${name}' ${DETACHED}`);
  }
  if (typeof content === "object" && "read" in content && "discard" in content) return;
  throw new TypeError(
    `Cannot apply the changes: the content of '${name}' is ${describeValue(content)}; ${contentAdvice(content)}`,
  );
}

const DETACHED = "has lost its bytes: its ArrayBuffer was transferred";

/** Whether the `ArrayBuffer` of a view was transferred. Then its length is 0, and on every runtime a new view of it throws. */
function isDetached(bytes: Uint8Array): boolean {
  if (bytes.byteLength > 0) return false;
  try {
    return new Uint8Array(bytes.buffer).byteLength < 0;
  } catch {
    return true;
  }
}

function chunkAdvice(chunk: unknown): string {
  if (typeof chunk === "string") {
    return "not a Uint8Array; encode texts, as by 'new TextEncoder().encode(text)', or leave out 'setEncoding' and 'encoding'";
  }
  if (isBufferSource(chunk)) return "not a Uint8Array; wrap it: 'new Uint8Array(buffer)'";
  return "not a Uint8Array";
}

function sourceAdvice(source: unknown): string {
  if (source instanceof Blob) return "pass 'blob.stream()'";
  if (source instanceof Uint8Array) return "pass the bytes themselves as 'content' of a put";
  if (source instanceof Promise) return "'await' it first";
  return "pass a ReadableStream of bytes or an async generator that yields them";
}

function contentAdvice(content: unknown): string {
  if (content === undefined) return "pass 'null' for a typed null";
  if (typeof content === "string") return "pass bytes: 'new TextEncoder().encode(text)'";
  if (isBufferSource(content)) return "wrap it: 'new Uint8Array(buffer)'";
  if (content instanceof Blob) return "stage it first: 'await storage.stage(blob.stream())'";
  if (content instanceof Promise) return "'await' it first";
  if (typeof content === "object" && content !== null && Symbol.asyncIterator in content) {
    return "stage it first: 'await storage.stage(source)'";
  }
  return "pass a Uint8Array, what 'stage' has resolved with, or 'null'";
}

import type { ByteSource } from "./byte_source.ts";

/** The streams of Node and Bun have this symbol as a property that tells whether they were read. */
const DISTURBED = Symbol.for("nodejs.stream.disturbed");

/** Iterators that were used as sources. Each of them can be read only once. */
const USED = new WeakSet<object>();

/**
 * Checks that nobody has read from a source, as far as the runtime tells. If somebody has, the first bytes are missing. The rest
 * must not be taken for the whole body: it would look like a mistake of the client, and it is one of the program.
 *
 * @throws {TypeError} If somebody has read from it.
 */
export function checkUnread(source: Exclude<ByteSource, Uint8Array | Blob | null>): void {
  if ("getReader" in source) {
    if (source.locked) {
      throw new TypeError(
        "Cannot read the body: its stream is locked, so somebody else reads it or has read it; pass it on unread",
      );
    }
    if (isDisturbed(source)) throw hasBeenRead();
  } else if ("readableDidRead" in source && source.readableDidRead === true) {
    throw hasBeenRead();
  }
}

/**
 * Checks that a source that is its own iterator, such as a generator, was not used before, and marks it as used.
 *
 * @throws {TypeError} If it was used before.
 */
export function checkUnused(source: object, iterator: object): void {
  if (source !== iterator) return;
  if (USED.has(source)) throw hasBeenRead();
  USED.add(source);
}

/** Other runtimes refuse to make a response of such a stream (Fetch standard, "extract a body"). One that is unread they leave as it is. */
function isDisturbed(stream: ReadableStream<Uint8Array>): boolean {
  const disturbed = Reflect.get(stream, DISTURBED);
  if (typeof disturbed === "boolean") return disturbed;
  try {
    return new Response(stream).bodyUsed;
  } catch {
    return true;
  }
}

function hasBeenRead(): TypeError {
  return new TypeError(
    "Cannot read the body: it was read before, for example by express.json() or request.json(); pass it on unread",
  );
}

import type { ByteSource } from "./byte_source.ts";

/** Under this symbol of the common registry Node's streams tell whether they have been read. Elsewhere only the lock shows it. */
const DISTURBED = Symbol.for("nodejs.stream.disturbed");

/** Iterators that were given as sources: whoever gives one a second time gives an empty one. */
const USED = new WeakSet<object>();

/**
 * Checks that nobody has begun to read a source, as far as it can be known. What was read before is missing, and to take the
 * rest for the whole would make a client's mistake of a program's.
 *
 * @throws {TypeError} If somebody has.
 */
export function checkUnread(source: Exclude<ByteSource, Uint8Array | Blob | null>): void {
  if ("getReader" in source) {
    if (source.locked) {
      throw new TypeError(
        "Cannot read the body: its stream is locked, which means that something else reads it or has read it; pass it on unread",
      );
    }
    if (Reflect.get(source, DISTURBED) === true) throw hasBeenRead();
  } else if ("readableDidRead" in source && source.readableDidRead === true) {
    throw hasBeenRead();
  }
}

/**
 * Checks the same of a source that is its own iterator, as a generator is, and remembers it.
 *
 * @throws {TypeError} If it was given before.
 */
export function checkUnused(source: object, iterator: object): void {
  if (source !== iterator) return;
  if (USED.has(source)) throw hasBeenRead();
  USED.add(source);
}

function hasBeenRead(): TypeError {
  return new TypeError(
    "Cannot read the body: something has read of it before, such as express.json() or request.json(); pass it on unread",
  );
}

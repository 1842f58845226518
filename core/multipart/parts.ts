/// <reference lib="esnext.disposable" preserve="true" />

import type { Part } from "./part.ts";

/** The parts of a form in the order of the wire, for `for await`. Whoever does not read them to the end ends the source. */
export interface Parts extends AsyncIterable<Part>, AsyncIterator<Part, undefined> {
  /** The next part; the rest of the part before is discarded. */
  next(): Promise<IteratorResult<Part, undefined>>;
  /** Ends the source, as leaving the loop early does. */
  return(): Promise<IteratorResult<Part, undefined>>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
  /** Itself. */
  [Symbol.asyncIterator](): this;
}

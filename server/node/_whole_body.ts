const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Iterates a body that is here already. It gives all bytes as one chunk. */
export class WholeBody implements AsyncIterator<Uint8Array, undefined> {
  #bytes: Uint8Array | null;

  /** @param bytes All bytes; `null` for an empty body. */
  constructor(bytes: Uint8Array | null) {
    this.#bytes = bytes;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = this.#bytes;
    if (value === null) return Promise.resolve(END);
    this.#bytes = null;
    return Promise.resolve({ done: false, value });
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#bytes = null;
    return Promise.resolve(END);
  }
}

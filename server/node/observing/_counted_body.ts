/** A body that counts the bytes that are read from it. */
export class CountedBody implements AsyncIterable<Uint8Array> {
  /** The bytes that were read. */
  bytes = 0;
  readonly #body: AsyncIterable<Uint8Array>;

  /** @param body The body. */
  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.#body[Symbol.asyncIterator]();
    return {
      next: async () => {
        const result = await chunks.next();
        if (!result.done) this.bytes += result.value.length;
        return result;
      },
      return: async () => (await chunks.return?.()) ?? { done: true, value: undefined },
    };
  }
}

/** A message of a client to PostgreSQL. */
export interface ClientMessage {
  readonly bytes: Uint8Array;
  /** The text of a simple query; `undefined` for other messages. */
  readonly query: string | undefined;
}

/** The code that asks for TLS. The first message proper follows it. */
const SSL_REQUEST = 80_877_103;
const QUERY = "Q".charCodeAt(0);

/**
 * Cuts the bytes of a client into messages. TLS is not known here, so the client must not use it.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class ClientMessages {
  #bytes: Buffer = Buffer.alloc(0);
  /** The first message has no byte for its type. */
  #hasType = false;

  /** Takes the next bytes. Returns the messages that end within them. */
  push(bytes: Buffer): readonly ClientMessage[] {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    const messages: ClientMessage[] = [];
    for (;;) {
      const message = this.#next();
      if (message === undefined) return messages;
      messages.push(message);
    }
  }

  #next(): ClientMessage | undefined {
    const head = this.#hasType ? 1 : 0;
    if (this.#bytes.length < head + 4) return undefined;
    const end = head + this.#bytes.readUInt32BE(head);
    if (this.#bytes.length < end) return undefined;
    const bytes = this.#bytes.subarray(0, end);
    this.#bytes = this.#bytes.subarray(end);
    const isQuery = this.#hasType && bytes[0] === QUERY;
    if (!this.#hasType) this.#hasType = bytes.readUInt32BE(4) !== SSL_REQUEST;
    return { bytes, query: isQuery ? bytes.toString("utf8", 5, end - 1) : undefined };
  }
}

import { Duplex } from "node:stream";

/** One end of a connection without a kernel. */
class DuplexEnd extends Duplex {
  other: DuplexEnd | undefined;
  #taken: (() => void) | undefined;

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, taken: () => void): void {
    this.other?.receive(chunk, taken);
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#taken?.();
    if (this.other?.readableEnded === false) this.other.push(null);
    done(error);
  }

  receive(chunk: Uint8Array, taken: () => void): void {
    this.#taken = taken;
    this.push(chunk);
  }

  /** A method of `net.Socket` that HTTP calls. Here it does nothing, since this connection has no timeout. */
  setTimeout(): this {
    return this;
  }

  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy()).end();
  }
}

/** Makes the two ends of one connection. The bytes that are written to one end are read from the other. */
export function duplexPair(): readonly [Duplex, Duplex] {
  const [one, other] = [new DuplexEnd(), new DuplexEnd()];
  one.other = other;
  other.other = one;
  return [one, other];
}

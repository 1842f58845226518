import { Duplex } from "node:stream";

/** One end of a connection that no kernel knows of. */
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

  /** What `net.Socket` has beyond a stream, and HTTP makes use of. Nothing here is slow. */
  setTimeout(): this {
    return this;
  }

  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy()).end();
  }
}

/** Two ends of one connection: what is written to the one is read from the other. */
export function duplexPair(): readonly [Duplex, Duplex] {
  const [one, other] = [new DuplexEnd(), new DuplexEnd()];
  one.other = other;
  other.other = one;
  return [one, other];
}

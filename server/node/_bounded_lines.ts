import type { Writable } from "node:stream";

/** As many bytes may wait for the reader of a stream. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Writes lines to a stream whose reader may stop reading. What waits for the reader is bounded: further lines are dropped, and counted.
 * As soon as the reader has read what waited, one line tells how many are missing there.
 */
export class BoundedLines {
  readonly #stream: Writable;
  readonly #tell: (dropped: number) => string;
  #dropped = 0;

  /**
   * @param stream The stream.
   * @param tell Makes the line that tells how many lines were dropped.
   */
  constructor(stream: Writable, tell: (dropped: number) => string) {
    this.#stream = stream;
    this.#tell = tell;
  }

  /**
   * Writes lines, or drops them.
   *
   * @param text The lines, each with its end.
   * @param count How many they are.
   */
  write(text: string, count = 1): void {
    const stream = this.#stream;
    if (this.#dropped === 0 && stream.writableLength <= MAX_WAITING_BYTES) {
      stream.write(text);
      return;
    }
    if (this.#dropped === 0) stream.once("drain", () => this.#drained());
    this.#dropped += count;
  }

  #drained(): void {
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#stream.write(this.#tell(dropped));
  }
}

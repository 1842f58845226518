import { readAt } from "./_file_io.ts";

/** Holds a small log whole, so most logs take one read. */
const FIRST_BYTES = 16_384;
/** About 2 ms of work on a log of small records, then the event loop has its turn. */
const NEXT_BYTES = 1_048_576;

/** Reads a file forwards in large blocks, and gives views of them. */
export class FileWindow {
  readonly #fd: number;
  #buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #start = 0;
  #length = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Whether `view` can give these bytes at once. */
  has(position: number, count: number): boolean {
    return position >= this.#start && position + count <= this.#start + this.#length;
  }

  /** Reads these bytes and as many as fit behind them; fewer only if the file ends. */
  async fill(position: number, count: number): Promise<void> {
    const size = Math.max(count, this.#length === 0 ? FIRST_BYTES : NEXT_BYTES);
    if (this.#buffer.byteLength < size) this.#buffer = Buffer.allocUnsafeSlow(size);
    this.#length = await readAt(this.#fd, this.#buffer.subarray(0, size), position);
    this.#start = position;
  }

  /** These bytes, or as many of them as are there; valid until the next `fill`. */
  view(position: number, count: number): Buffer {
    const from = position - this.#start;
    return this.#buffer.subarray(from, Math.min(from + count, this.#length));
  }
}

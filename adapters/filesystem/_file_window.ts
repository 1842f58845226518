import { readAt } from "./_file_io.ts";

/** Holds a small log whole, so most logs take one read. */
const FIRST_BYTES = 16_384;
/** About 2 ms of work on a log of small records, then the event loop has its turn. */
const NEXT_BYTES = 1_048_576;

/** First buffers that are free. A new one for each log would keep the garbage collector busier than the reads are. */
const spareBuffers: Buffer[] = [];
const MAX_SPARE = 32;

/** Reads a file forwards in large blocks, and gives views of them. */
export class FileWindow {
  readonly #fd: number;
  readonly #first: Buffer = spareBuffers.pop() ?? Buffer.allocUnsafeSlow(FIRST_BYTES);
  #buffer: Buffer = this.#first;
  #start = 0;
  #length = 0;
  #atEnd = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Whether `view` can give these bytes, or as many of them as the file has, without `fill`. */
  has(position: number, count: number): boolean {
    const end = this.#start + this.#length;
    return position >= this.#start && (position + count <= end || (this.#atEnd && position <= end));
  }

  /** Reads these bytes and as many as fit behind them; fewer only if the file ends. */
  async fill(position: number, count: number): Promise<void> {
    const size = Math.max(count, this.#length === 0 ? FIRST_BYTES : NEXT_BYTES);
    if (this.#buffer.byteLength < size) this.#buffer = Buffer.allocUnsafeSlow(size);
    this.#length = await readAt(this.#fd, this.#buffer.subarray(0, size), position);
    this.#atEnd = this.#length < size;
    this.#start = position;
  }

  /** These bytes, or as many of them as are there; valid until the next `fill` or `close`. */
  view(position: number, count: number): Buffer {
    const from = position - this.#start;
    return this.#buffer.subarray(from, Math.min(from + count, this.#length));
  }

  /** Ends the use of the window; the file stays open. */
  close(): void {
    this.#length = 0;
    if (spareBuffers.length < MAX_SPARE) spareBuffers.push(this.#first);
  }
}

import { readAt } from "../disk/_file_io.ts";

/**
 * Lengths of the blocks that are read: small logs take one read, and no log more than it needs. The longest is about 2 ms of work
 * on a log of small records, then the event loop has its turn.
 */
const BLOCK_BYTES = [16_384, 131_072, 1_048_576] as const;
const MAX_SPARE_BYTES = 4_194_304;

/** Blocks that are free. New ones for each log would keep the garbage collector busier than the reads are. */
const spareBlocks: Buffer[] = [];
let spareBytes = 0;

/** Reads a file forwards in large blocks, and gives views of them. */
export class FileWindow {
  readonly #fd: number;
  #buffer: Buffer = Buffer.alloc(0);
  #fills = 0;
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
    const block = BLOCK_BYTES[Math.min(this.#fills++, BLOCK_BYTES.length - 1)] ?? 0;
    const size = Math.max(count, block);
    if (this.#buffer.byteLength < size) {
      // First the new one: if there is no memory for it, the old one still is this window's.
      const larger = take(size);
      giveBack(this.#buffer);
      this.#buffer = larger;
    }
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
    giveBack(this.#buffer);
    this.#buffer = Buffer.alloc(0);
  }
}

function take(size: number): Buffer {
  const index = spareBlocks.findIndex((block) => block.byteLength === size);
  const [spare] = index === -1 ? [] : spareBlocks.splice(index, 1);
  if (spare === undefined) return Buffer.allocUnsafeSlow(size);
  spareBytes -= size;
  return spare;
}

function giveBack(block: Buffer): void {
  const { byteLength } = block;
  if (!BLOCK_BYTES.some((length) => length === byteLength)) return;
  if (spareBytes + byteLength > MAX_SPARE_BYTES) return;
  spareBlocks.push(block);
  spareBytes += byteLength;
}

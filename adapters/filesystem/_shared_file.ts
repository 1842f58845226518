import { closeFile } from "./_file_io.ts";

/** An open file that is closed when the last one who holds it lets it go. Its maker holds it first. */
export class SharedFile {
  readonly fd: number;
  #holders = 1;

  constructor(fd: number) {
    this.fd = fd;
  }

  /** Keeps the file open until `release`. */
  hold(): void {
    this.#holders++;
  }

  /** Ends a hold, or the maker's. */
  async release(): Promise<void> {
    if (--this.#holders === 0) await closeFile(this.fd);
  }

  /** Runs `use` with the file held. */
  async use<T>(use: (fd: number) => Promise<T>): Promise<T> {
    this.hold();
    try {
      return await use(this.fd);
    } finally {
      await this.release();
    }
  }
}

import fs from "node:fs";
import { rm } from "node:fs/promises";
import {
  closeFile,
  openFile,
  readAt,
  syncData,
  truncateFile,
  writeAt,
  writeNow,
} from "../disk/_file_io.ts";

/**
 * One file of the log. It is read while it grows and after it was sealed. Its descriptor may be closed while nobody reads, and is then
 * opened again.
 */
export class Segment {
  /** Segments are numbered in the order in which they were made. */
  readonly number: number;
  /** The start of all its checksums, a random number. It stands in the file's name, where no damage of the contents can reach it. */
  readonly salt: number;
  readonly path: string;
  /** Length of all records. */
  bytes = 0;
  /** Bytes of records that are not needed any more. */
  dead = 0;
  /** Whether it is full, and will not change any more. */
  isSealed = false;
  /** Whether a record that is needed was found damaged, so that the segment cannot be merged. */
  isDamaged = false;
  readonly #onUse: (segment: Segment) => void;
  #fd: number | undefined;
  #opening: Promise<number> | undefined;
  #users = 0;
  #onIdle: (() => void) | undefined;

  /**
   * @param path The path of the file without its ending.
   * @param onUse Called each time before the descriptor is used.
   */
  constructor(number: number, salt: number, path: string, onUse: (segment: Segment) => void) {
    this.number = number;
    this.salt = salt;
    this.path = path;
    this.#onUse = onUse;
  }

  /** The path of the file with the records. */
  get logPath(): string {
    return `${this.path}.log`;
  }

  /** The path of the file with the keys of a sealed segment. */
  get hintPath(): string {
    return `${this.path}.hint`;
  }

  /** Bytes of records that are needed. */
  get live(): number {
    return this.bytes - this.dead;
  }

  /** Whether the descriptor can be closed now. */
  get isIdle(): boolean {
    return this.#users === 0 && this.#fd !== undefined;
  }

  /** Whether somebody else has deleted the file. What is written is lost then. */
  get isDeleted(): boolean {
    return this.#fd !== undefined && fs.fstatSync(this.#fd).nlink === 0;
  }

  /** Keeps the segment from being deleted until `release`. */
  hold(): void {
    this.#users++;
  }

  release(): void {
    if (--this.#users === 0) this.#onIdle?.();
  }

  /** Makes the file. */
  async create(): Promise<void> {
    this.#fd = await openFile(this.logPath, "wx+");
  }

  /** Reads `count` bytes at a position; fewer only if the file ends. The segment is not deleted meanwhile. */
  async read(position: number, count: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(count);
    this.hold();
    try {
      this.#onUse(this);
      const read = await readAt(this.#fd ?? (await this.#open()), bytes, position);
      return read === count ? bytes : bytes.subarray(0, read);
    } finally {
      this.release();
    }
  }

  /** Writes bytes at a position. Not synced. */
  write(bytes: Uint8Array, position: number): Promise<void> {
    return this.#use((fd) => writeAt(fd, bytes, position));
  }

  /** Writes few bytes at a position before it returns. Not synced. It does nothing while the descriptor is closed. */
  writeNow(bytes: Uint8Array, position: number): void {
    if (this.#fd !== undefined) writeNow(this.#fd, bytes, position);
  }

  /** Waits until all that was written is on the disk. */
  sync(): Promise<void> {
    return this.#use(syncData);
  }

  /** Cuts off all that lies behind `end`. */
  cut(end: number): Promise<void> {
    return this.#use((fd) => truncateFile(fd, end));
  }

  /** Deletes the files as soon as nobody reads. What is asked for later fails. */
  async delete(): Promise<void> {
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
    await rm(this.logPath, { force: true });
    await rm(this.hintPath, { force: true });
  }

  /** Closes the descriptor, if it is open. Only while nobody uses it. */
  async close(): Promise<void> {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) await closeFile(fd);
  }

  async #use<T>(use: (fd: number) => Promise<T>): Promise<T> {
    this.hold();
    try {
      this.#onUse(this);
      return await use(this.#fd ?? (await this.#open()));
    } finally {
      this.release();
    }
  }

  async #open(): Promise<number> {
    this.#opening ??= openFile(this.logPath, "r+");
    try {
      this.#fd = await this.#opening;
      return this.#fd;
    } finally {
      this.#opening = undefined;
    }
  }
}

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
 * One file of the log. It grows until it is sealed, and can be read at any time. Its descriptor may be closed while nobody uses it. The
 * next use opens the file again.
 */
export class Segment {
  /** Segments are numbered in the order in which they are made. */
  readonly number: number;
  /** A random number, from which all its checksums start. It is in the file's name, so damage in the file cannot change it. */
  readonly salt: number;
  /** The path of its files without their endings. */
  readonly path: string;
  /** Length of all its records, without the mark behind them. */
  bytes = 0;
  /** Bytes of records that are not needed any more. */
  dead = 0;
  /** Whether it is sealed: no record is added any more. */
  isSealed = false;
  /** Whether it cannot be merged, since it cannot be read, or since a record in it is damaged. */
  isDamaged = false;
  readonly #onUse: (segment: Segment) => void;
  #fd: number | undefined;
  #opening: Promise<number> | undefined;
  #users = 0;
  #onIdle: (() => void) | undefined;

  /**
   * @param path The path of its files without their endings.
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

  /** Whether the descriptor is open, and nobody uses it. */
  get isIdle(): boolean {
    return this.#users === 0 && this.#fd !== undefined;
  }

  /** Whether somebody else has deleted the file. What is written to it is lost then. */
  get isDeleted(): boolean {
    return this.#fd !== undefined && fs.fstatSync(this.#fd).nlink === 0;
  }

  /** Keeps the segment from being deleted, and its descriptor from being closed, until `release`. */
  hold(): void {
    this.#users++;
  }

  /** Ends one `hold`. */
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

  /** Writes bytes at a position, without a sync. */
  write(bytes: Uint8Array, position: number): Promise<void> {
    return this.#use((fd) => writeAt(fd, bytes, position));
  }

  /** Writes few bytes at a position before it returns, without a sync. It does nothing while the descriptor is closed. */
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

  /** Deletes the segment and its hint as soon as nobody holds it. The names are gone for good only after a sync of their folder. */
  async delete(): Promise<void> {
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
    await rm(this.logPath, { force: true });
    await rm(this.hintPath, { force: true });
  }

  /** Closes the descriptor, if it is open. Call this only while nobody uses it. */
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

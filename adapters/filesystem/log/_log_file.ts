import { randomInt } from "node:crypto";
import fs from "node:fs";
import { rm } from "node:fs/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { closeFile, openFile, readAt, syncData, writeAt } from "../disk/_file_io.ts";
import { SharedFile } from "../disk/_shared_file.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import { encodeFrame, encodePrologue, FRAME_HEADER_BYTES, PROLOGUE_BYTES } from "./_log_frame.ts";
import { encodeRecord } from "./_log_record.ts";
import { type LogState, type RecordVisitor, replayLog } from "./_replay_log.ts";

/**
 * One log, open: appends frames at its end and reads bytes anywhere. Its file may be renamed, replaced or deleted meanwhile;
 * it is closed once it is retired and nobody holds it any more.
 */
export class LogFile {
  readonly #file: SharedFile;
  readonly #salt: number;
  #end: number;
  #sequence: number;

  private constructor(fd: number, state: LogState) {
    this.#file = new SharedFile(fd);
    this.#salt = state.salt;
    this.#end = state.end;
    this.#sequence = state.sequence;
  }

  /** Makes a new log of an instance. Not synced. */
  static async create(path: string, instanceId: string): Promise<LogFile> {
    const salt = randomInt(2 ** 32);
    const fd = await openFile(path, "wx+");
    const log = new LogFile(fd, { salt, end: PROLOGUE_BYTES, torn: false, sequence: 0 });
    try {
      await writeAt(fd, encodePrologue(salt), 0);
      await log.append([encodeRecord({ instanceId })]);
      return log;
    } catch (error) {
      await log.retire();
      await rm(path, { force: true });
      throw error;
    }
  }

  /**
   * Opens a log and reads it to its end; a torn frame there is cut off.
   *
   * @returns `undefined` if there is no such file.
   * @throws {StorageError} "corrupt" if it is damaged.
   */
  static async open(path: string, visitor: RecordVisitor): Promise<LogFile | undefined> {
    const fd = await openExisting(path);
    if (fd === undefined) return undefined;
    try {
      const state = await replayLog(fd, visitor);
      const log = new LogFile(fd, state);
      if (state.torn) await log.cut(state.end);
      return log;
    } catch (error) {
      await closeFile(fd);
      throw error;
    }
  }

  /** Length of all that was appended. */
  get end(): number {
    return this.#end;
  }

  /**
   * Appends one frame. Not synced. If it fails, the log has to be cut to its `end` before the next one.
   *
   * @returns Where the first record lies; the others follow without a gap.
   */
  async append(records: readonly Uint8Array[]): Promise<number> {
    const frame = encodeFrame(records, this.#sequence, this.#salt);
    await writeAt(this.#file.fd, frame, this.#end);
    const first = this.#end + FRAME_HEADER_BYTES;
    this.#end += frame.byteLength;
    this.#sequence++;
    return first;
  }

  /** Whether the file has lost its name, so that what is appended is lost when it is closed. */
  get isDeleted(): boolean {
    return fs.fstatSync(this.#file.fd).nlink === 0;
  }

  /** Waits until all that was appended is on the disk. */
  sync(): Promise<void> {
    return syncData(this.#file.fd);
  }

  /** Takes back all that lies behind `end`. */
  async cut(end: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      fs.ftruncate(this.#file.fd, end, (error) => (error ? reject(error) : resolve()));
    });
    this.#end = end;
  }

  /** Reads `count` bytes, fewer only if the log ends. To be called while the log is held, or not yet retired. */
  read(offset: number, count: number): Promise<Buffer> {
    return this.#file.use(async (fd) => {
      const bytes = Buffer.allocUnsafeSlow(count);
      return bytes.subarray(0, await readAt(fd, bytes, offset));
    });
  }

  /**
   * Gives a visitor all records that lie before `limit`.
   *
   * @throws {StorageError} "corrupt" if there are not as many good ones.
   */
  async replay(visitor: RecordVisitor, limit: number): Promise<void> {
    const { end } = await this.#file.use((fd) => replayLog(fd, visitor, limit));
    if (end === limit) return;
    throw new StorageError("corrupt", `Cannot read the log: it is damaged at byte ${end}`);
  }

  /** Keeps the log readable while `use` runs, also when it is retired. */
  hold<T>(use: () => Promise<T>): Promise<T> {
    return this.#file.use(use);
  }

  /** Closes the log as soon as nobody reads it. To be called once. */
  async retire(): Promise<void> {
    await this.#file.release();
  }
}

async function openExisting(path: string): Promise<number | undefined> {
  try {
    return await openFile(path, "r+");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

import { checkChunk } from "./_check_bytes.ts";
import type { DriverStage, StageWriter } from "./storage_driver.ts";
import type { StorageError } from "./storage_error.ts";

/**
 * - "waiting": waits for the source, which may never answer
 * - "writing", "finishing": waits for the writer, which always answers
 * - "ended": there is nothing more to do
 */
type State = "waiting" | "writing" | "finishing" | "ended";

/** Passes the chunks of a source to a writer, until the source ends, source or writer fails, or `end` is called. */
export class StageUpload<Stage extends DriverStage> {
  /** The stage. Rejects with the error of the source or the writer. */
  readonly stage: Promise<Stage>;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #writer: StageWriter<Stage>;
  #state: State = "waiting";
  #endedBy: StorageError | undefined;
  #reject: (reason: StorageError) => void = () => {};

  /**
   * Starts the upload.
   *
   * @param source The bytes.
   * @param createWriter Makes the writer. Called after the iteration of the source has begun.
   * @throws The error of the source if its iteration cannot begin.
   */
  constructor(source: AsyncIterable<Uint8Array>, createWriter: () => StageWriter<Stage>) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#writer = createWriter();
    this.stage = new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#run().then(resolve, reject);
    });
  }

  /** Ends the upload without waiting for the source. The written bytes are discarded, and then `stage` rejects with `reason`. */
  end(reason: StorageError): void {
    this.#endedBy ??= reason;
    if (this.#state !== "waiting") return;
    this.#state = "ended";
    this.#leaveSource();
    this.#abort().then(() => this.#reject(reason));
  }

  async #run(): Promise<Stage> {
    const stage = await this.#write();
    if (this.#endedBy === undefined) return stage;
    await stage.discard();
    throw this.#endedBy;
  }

  async #write(): Promise<Stage> {
    try {
      for (;;) {
        if (this.#endedBy !== undefined) throw this.#endedBy;
        this.#state = "waiting";
        const result = await this.#chunks.next();
        if (this.#endedBy !== undefined) throw this.#endedBy;
        if (result.done === true) break;
        this.#state = "writing";
        checkChunk(result.value);
        const writing = this.#writer.write(result.value);
        if (writing !== undefined) await writing;
      }
      this.#state = "finishing";
      return await this.#writer.finish();
    } catch (error) {
      const state = this.#state;
      this.#state = "ended";
      if (state === "writing") this.#leaveSource();
      if (state !== "ended") await this.#abort();
      throw error;
    }
  }

  /** Ends the source. The result of the upload neither waits for this nor depends on errors in it. */
  async #leaveSource(): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch {
      // The error does not matter to the upload.
    }
  }

  /** Discards the bytes that were written. If this fails, they become an orphan, which the storage sweeps later. */
  async #abort(): Promise<void> {
    try {
      await this.#writer.abort();
    } catch {
      // The storage sweeps the bytes later.
    }
  }
}

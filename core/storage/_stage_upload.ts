import { checkChunk } from "./_check_bytes.ts";
import type { DriverStage, StageWriter } from "./storage_driver.ts";
import type { StorageError } from "./storage_error.ts";

/**
 * - "waiting": for the source, which may never answer
 * - "writing", "finishing": the writer is busy, and will be done by itself
 * - "ended": nothing is left to be seen to
 */
type State = "waiting" | "writing" | "finishing" | "ended";

/** Hands the chunks of a source to a writer, until the source has ended, one of both fails, or `end` is called. */
export class StageUpload<Stage extends DriverStage> {
  /** The stage. Rejects with what the source threw, as it is. */
  readonly stage: Promise<Stage>;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #writer: StageWriter<Stage>;
  #state: State = "waiting";
  #endedBy: StorageError | undefined;
  #reject: (reason: StorageError) => void = () => {};

  /**
   * Begins at once.
   *
   * @param source The bytes.
   * @param createWriter Called once the source could begin.
   * @throws What the source throws if it cannot even begin.
   */
  constructor(source: AsyncIterable<Uint8Array>, createWriter: () => StageWriter<Stage>) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#writer = createWriter();
    this.stage = new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#run().then(resolve, reject);
    });
  }

  /** Ends it, whatever the source does: `stage` rejects with `reason`, once what was written is given up. */
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

  /** Whoever waits for the outcome need not wait for the source to take leave, nor hear what goes wrong there. */
  async #leaveSource(): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch {
      // As above.
    }
  }

  /** What cannot be given up is left to the storage's own sweep. */
  async #abort(): Promise<void> {
    try {
      await this.#writer.abort();
    } catch {
      // As above.
    }
  }
}

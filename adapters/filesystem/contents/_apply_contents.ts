import { MAX_BODY_BYTES } from "../log/_log_record.ts";
import type { Stage } from "./_stage.ts";
import type { Stages } from "./_stages.ts";

/** The contents of one `apply`: takes the stages, and gives them back if it fails. */
export class ApplyContents {
  readonly #stages: Stages;
  readonly #taken: Stage[] = [];
  /** Bytes that are being staged here, since they are too many for the log. */
  readonly #own: Stage[] = [];
  readonly #writes: Promise<void>[] = [];

  constructor(stages: Stages) {
    this.#stages = stages;
  }

  /**
   * Takes the content of one change.
   *
   * @returns The bytes, if they go into the log; otherwise a stage that has a file.
   */
  take(content: Stage | Uint8Array | null): Uint8Array | Stage | null {
    if (content === null) return null;
    if (content instanceof Uint8Array) {
      return content.byteLength <= MAX_BODY_BYTES ? content : this.#stageBytes(content);
    }
    content.take();
    this.#taken.push(content);
    return content.bytes ?? content;
  }

  /** Resolves when all contents are complete; `undefined` if they are already. */
  ready(): Promise<void> | undefined {
    if (this.#writes.length === 0) return undefined;
    const ready = Promise.all(this.#writes).then(() => undefined);
    // The commit may fail before it comes to this.
    ready.catch(() => undefined);
    return ready;
  }

  /** The `apply` succeeded. */
  useUp(): void {
    for (const stage of [...this.#taken, ...this.#own]) stage.useUp();
  }

  /** The `apply` failed. */
  async giveBack(): Promise<void> {
    await Promise.allSettled(this.#writes);
    for (const stage of this.#taken) await stage.giveBack();
    for (const stage of this.#own) {
      await stage.giveBack();
      await stage.discard();
    }
  }

  #stageBytes(bytes: Uint8Array): Stage {
    const { stage, ready } = this.#stages.stageBytes(bytes);
    stage.take();
    this.#own.push(stage);
    this.#writes.push(ready);
    return stage;
  }
}

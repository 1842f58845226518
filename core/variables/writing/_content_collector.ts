import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import type { StagedContent, VariableStorage } from "../../storage/storage.ts";
import type { Content } from "../values/_content.ts";
import { HeldContent } from "../values/_held_content.ts";

/** Options of a {@linkcode ContentCollector}. */
export interface ContentCollectorOptions {
  /** The limit `maxValueBytes`. */
  readonly maxBytes: number;
  /** The name of the content in a message, as in `part 'data'`. */
  readonly subject: string;
  readonly storage: VariableStorage;
}

/**
 * Collects a whole body as the content of a variable: in memory while it is small, else in a stage, which then pulls the
 * chunks.
 */
export class ContentCollector {
  readonly #sink: HeldContent;
  readonly #source: BodySource;
  readonly #storage: VariableStorage;
  #staged: StagedContent | undefined;

  /** @param body The content. The first chunk is asked for by `collect`. */
  constructor(body: ByteSource, { maxBytes, subject, storage }: ContentCollectorOptions) {
    this.#sink = new HeldContent(subject, maxBytes);
    this.#source = new BodySource(body, this.#sink);
    this.#storage = storage;
  }

  /**
   * Reads the body to its end.
   *
   * @returns The content, valid until `release`.
   * @throws {LimitExceededError} If it is too large.
   * @throws The error of the body or of the storage, unchanged.
   */
  async collect(): Promise<Content> {
    await this.#source.feed(() => this.#sink.overflows);
    if (!this.#sink.overflows) return this.#sink.held;
    const chunks = this.#sink.chunks(() => this.#source.feed());
    this.#staged = await this.#storage.stage(chunks);
    return this.#staged;
  }

  /** Ends the body, and discards a stage that was not stored. If that fails, the storage sweeps it later. */
  async release(): Promise<void> {
    await this.#source.end();
    await this.#staged?.discard().catch(() => {});
  }
}

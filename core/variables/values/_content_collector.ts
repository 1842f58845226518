import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import type { StagedContent, VariableStorage } from "../../storage/storage.ts";
import type { Content } from "./_content.ts";
import { ContentSink } from "./_content_sink.ts";

/** What a {@linkcode ContentCollector} works with. */
export interface ContentCollectorOptions {
  /** The limit `maxValueBytes`. */
  readonly maxBytes: number;
  /** The name of the content in a message, as in `part 'data'`. */
  readonly subject: string;
  readonly storage: VariableStorage;
}

/** Collects a content that is all of a body: in memory while it is small, else in a stage, which then asks for the chunks. */
export class ContentCollector {
  readonly #sink: ContentSink;
  readonly #source: BodySource;
  readonly #storage: VariableStorage;
  #staged: StagedContent | undefined;

  /** @param body The content. The first chunk is asked for by `collect`. */
  constructor(body: ByteSource, { maxBytes, subject, storage }: ContentCollectorOptions) {
    this.#sink = new ContentSink(subject, maxBytes);
    this.#source = new BodySource(body, this.#sink);
    this.#storage = storage;
  }

  /**
   * Reads the body to its end.
   *
   * @returns The content; good until `release`.
   * @throws {LimitExceededError} If it is too large.
   * @throws What the body or the storage throws, as it is.
   */
  async collect(): Promise<Content> {
    await this.#source.feed(() => this.#sink.overflows);
    if (!this.#sink.overflows) return this.#sink.held;
    const chunks = this.#sink.chunks(() => this.#source.feed());
    this.#staged = await this.#storage.stage(chunks);
    return this.#staged;
  }

  /** Ends the body, unless it has, and gives up a stage that was not stored. One that cannot be given up is left to the storage's sweep. */
  async release(): Promise<void> {
    await this.#source.end();
    await this.#staged?.discard().catch(() => {});
  }
}

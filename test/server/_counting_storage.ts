import type { StagedContent } from "../../core/mod.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";

/** Counts what has come of contents. */
export class CountingStorage extends StorageWrapper {
  staged = 0;

  override stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    return super.stage(this.#count(source));
  }

  async *#count(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.staged += chunk.length;
      yield chunk;
    }
  }
}

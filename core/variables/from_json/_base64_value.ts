import type { StagedContent } from "../../storage/storage.ts";

/** A value that came as a long text in base64, and was decoded and staged while it arrived. */
export interface Base64Value {
  readonly staged: StagedContent;
  /**
   * Restores the text as it was sent.
   *
   * @throws {LimitExceededError} If the text is too long to be held in memory.
   */
  text(): Promise<string>;
}

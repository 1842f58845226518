import type { StagedContent } from "../../storage/storage.ts";

/** A value that came as a long text in base64, and was decoded on its way. */
export interface Base64Value {
  readonly staged: StagedContent;
  /**
   * The text as it was sent.
   *
   * @throws {LimitExceededError} If it is too long to be held.
   */
  text(): Promise<string>;
}

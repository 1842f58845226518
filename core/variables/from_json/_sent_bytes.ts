import type { Content } from "../values/_content.ts";

/** A value that came as bytes: a long text in base64, decoded on its way, or the bytes that a program passed. */
export interface SentBytes {
  readonly content: Content;
  /**
   * The text that was sent, for a type whose values are text.
   *
   * @throws {LimitExceededError} If it is too long to be held.
   */
  text(): Promise<string>;
}

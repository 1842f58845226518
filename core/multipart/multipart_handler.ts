import type { PartHead } from "./part.ts";

/**
 * Receives the parts that a decoder finds, in the order of the form: for each part one call of `partBegin`, any number of calls
 * of `partData`, and one call of `partEnd`. If a call throws, the decoder ends, and its `write` throws the same error.
 */
export interface MultipartHandler {
  /** A part's headers are complete. */
  partBegin(head: PartHead): void;
  /**
   * A piece of the part's content has come. It is never empty. It is a view into the chunk that is being written: do not write to
   * it, and copy what you keep.
   */
  partData(chunk: Uint8Array): void;
  /** The part's content is complete. The form may still turn out to be cut off or malformed. */
  partEnd(): void;
}

import type { PartHead } from "./part.ts";

/**
 * Receives what a decoder finds. The calls come in the order of the form: for each part `partBegin`, any number of
 * `partData`, `partEnd`. An error thrown from a call ends the decoder and comes out of its `write`.
 */
export interface MultipartHandler {
  /** A part's headers are complete. */
  partBegin(head: PartHead): void;
  /**
   * A piece of the part's content, never empty. It is a view into the chunk that is being written: copy what is kept,
   * and do not write to it.
   */
  partData(chunk: Uint8Array): void;
  /** The part's content is complete. The form may still turn out to be cut off or malformed. */
  partEnd(): void;
}

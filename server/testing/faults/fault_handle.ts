/**
 * A fault that was set. With `using`, where the language has it, it is removed at the end of the block.
 *
 * A fault that never applied is no error, since the engine cannot know how many requests a test expects: assert `used`.
 */
export interface FaultHandle {
  /** To how many requests the fault has applied. */
  readonly used: number;
  /** Removes the fault: it applies to no later request. May be called twice. */
  remove(): void;
  /** Calls `remove`. */
  [Symbol.dispose](): void;
}

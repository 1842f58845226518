/** How far a copy has come. */
export interface CopyProgress {
  /** What is done now: variables are copied, or what was copied is compared. */
  readonly phase: "copy" | "verify";
  /** Number of instances that are done, also those that were there already, complete, when the copy was resumed. */
  readonly instances: number;
  /** Number of variables that are done; of a resumed copy, without those that were there already. */
  readonly variables: number;
  /** Number of bytes of contents. It grows while a large content is copied. */
  readonly bytes: number;
}

/** What was copied. */
export interface CopyResult {
  /** Number of instances. */
  readonly instances: number;
  /** Number of variables that were copied. */
  readonly variables: number;
  /** Number of bytes of contents. */
  readonly bytes: number;
  /** Number of instances that were there already, complete, when the copy was resumed. They are not counted above. */
  readonly skipped: number;
}

/** How `copyStorage` copies. */
export interface CopyOptions {
  /**
   * Whether to go on with a copy that was broken off. The target must have a part of a copy of the same source, which was not changed
   * meanwhile. Of its last 64 instances, which may be incomplete, what is missing is copied; what is there stays. Default: no; then
   * the target must be empty.
   */
  readonly resume?: boolean | undefined;
  /** Whether to read both sides again at the end, and compare all but versions and times. Default: no. */
  readonly verify?: boolean | undefined;
  /** Is told often how far the copy has come. It must be fast, and must not throw. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
  /** Ends the copy; it rejects with the signal's reason. What was copied stays, and the copy can be resumed. */
  readonly signal?: AbortSignal | undefined;
}

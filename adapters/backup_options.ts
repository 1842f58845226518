/** How a backup is made. */
export interface BackupOptions {
  /** Is told how many bytes of how many are written. It must not throw. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  /** Ends the backup; it rejects with the signal's reason, and nothing is left of it. */
  readonly signal?: AbortSignal | undefined;
}

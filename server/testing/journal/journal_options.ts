/** How much the journal of a test engine keeps. `Infinity` turns a limit off. */
export interface JournalOptions {
  /** The number of requests. The oldest are forgotten first. Default 10,000. */
  readonly maxRequests?: number | undefined;
  /** The largest body that is kept, of a request or of an answer, in bytes. Of a larger one only the size is kept. Default 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** The size of all bodies together, in bytes. The oldest are given up first. Default 64 MiB. */
  readonly maxTotalBytes?: number | undefined;
}

/** The answer to one request, for a server or a framework to send. */
export interface RestResponse {
  /** HTTP status. */
  readonly status: number;
  /** The headers, in the order in which they are to be sent. They have a `Content-Length` if the length is known. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body; `undefined` for an answer without one, as each answer to `HEAD`. If it is an iterator, run it to its end or call `return`,
   * since it holds a version of a variable, and maybe a file, open. If it throws, the fault is in the log already. Then cut the
   * connection, so that the client does not take the answer for complete.
   */
  readonly body: Uint8Array | RestBody | undefined;
}

/** A body that is made while it is sent, with back-pressure. */
export interface RestBody extends AsyncIterableIterator<Uint8Array> {
  /** Ends the body early, and releases the version and the file that it holds open. */
  return(): Promise<IteratorResult<Uint8Array, undefined>>;
}

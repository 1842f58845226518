/** The answer to one request, to be sent by a server or a framework. */
export interface RestResponse {
  /** HTTP status. */
  readonly status: number;
  /** In the order in which they are to be sent. There is a `Content-Length` wherever the length is known. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * `undefined` if there is no body, as in each answer to `HEAD`. Whoever gets an iterator must run it to its end, or call `return`:
   * it holds a version of a variable, and maybe a file, open. If it throws, the fault is in the log already, and the connection has to
   * be cut: the client must not take what it got for the whole.
   */
  readonly body: Uint8Array | RestBody | undefined;
}

/** A body that is made while it is sent, no faster than it is asked for. */
export interface RestBody extends AsyncIterableIterator<Uint8Array> {
  /** Ends the body early, and releases what it holds. */
  return(): Promise<IteratorResult<Uint8Array, undefined>>;
}

/**
 * The client went away before its whole request was read, or before it read the whole answer. So nobody waits for an answer. A
 * binding to a server throws it from the body, and aborts the request's signal with it.
 */
export class ClientAbortError extends Error {
  /** The name of the class. */
  override readonly name = "ClientAbortError";

  /** Creates the error. */
  constructor() {
    super("The client closed the connection");
  }
}

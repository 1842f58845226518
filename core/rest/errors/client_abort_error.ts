/**
 * The client went away before its whole request was read, or before it took the whole answer. Nobody is left to be told. A binding
 * throws it from the body, and aborts the request's signal with it.
 */
export class ClientAbortError extends Error {
  /** The name of the class. */
  override readonly name = "ClientAbortError";

  /** Creates the error. */
  constructor() {
    super("The client closed the connection");
  }
}

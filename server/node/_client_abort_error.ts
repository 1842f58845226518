/** The client went away before its request, or the answer to it, was through. Nobody is left to be told. */
export class ClientAbortError extends Error {
  override readonly name = "ClientAbortError";

  constructor() {
    super("The client closed the connection");
  }
}

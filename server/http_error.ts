/**
 * A request that the server itself refuses, before the core sees it. `type` is the simple name of the exception that the
 * engine's REST layer (JAX-RS) throws with this status.
 */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly type: string;
  /** The methods of a 405's `Allow`. */
  readonly allow: string | undefined;

  constructor(status: number, type: string, message: string, allow?: string) {
    super(message);
    this.status = status;
    this.type = type;
    this.allow = allow;
  }
}

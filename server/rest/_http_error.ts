import type { OutgoingHttpHeaders } from "node:http";

/**
 * A request that the server itself refuses, before the core sees it. `type` is the simple name of the exception that the
 * engine's REST layer (JAX-RS) throws with this status.
 */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly type: string;
  /** Headers that belong to the status, such as `Allow`. */
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, type: string, message: string, headers: OutgoingHttpHeaders = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }
}

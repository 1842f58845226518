import type { ByteSource } from "../bytes/byte_source.ts";

/** One request, as a server or a framework hands it in. */
export interface RestRequest {
  /** In upper case, as in `GET`. */
  readonly method: string;
  /** The raw target: path and query as they were sent, still percent-encoded. */
  readonly target: string;

  /**
   * Gives the value of a header field; of several fields of one name, their values with `", "` between them.
   *
   * @param name The field's name, in lower case.
   * @returns `undefined` if the request does not have the field.
   */
  header(name: string): string | undefined;

  /**
   * The body. It is iterated at most once, and only if it is wanted: that is the time to send `100 Continue`. If the client goes away,
   * it must throw a {@linkcode ClientAbortError}.
   */
  readonly body: ByteSource;
  /**
   * Aborted with a {@linkcode ClientAbortError} as soon as the client has gone. Only searches read it, so a getter may make it on
   * demand.
   */
  readonly signal: AbortSignal;
}

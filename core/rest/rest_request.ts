import type { ByteSource } from "../bytes/byte_source.ts";

/** One request of a server or a framework. */
export interface RestRequest {
  /** The method in upper case, such as `GET`. */
  readonly method: string;
  /** The raw target: path and query as they were sent, still percent-encoded. */
  readonly target: string;

  /**
   * Gives the value of a header field. If several fields have this name, their values are joined by `", "`.
   *
   * @param name The field's name, in lower case.
   * @returns `undefined` if the request does not have the field.
   */
  header(name: string): string | undefined;

  /**
   * The body. It is iterated at most once, and only if the operation needs it: send `100 Continue` when the iteration begins. If the
   * client goes away, it must throw a {@linkcode ClientAbortError}.
   */
  readonly body: ByteSource;
  /**
   * Must abort with a {@linkcode ClientAbortError} when the client goes away. Only searches read it, so a getter may make it on
   * demand.
   */
  readonly signal: AbortSignal;
}

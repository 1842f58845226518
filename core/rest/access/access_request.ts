/** A request of which the option `authorize` decides whether it is served. Its body has not been read. */
export interface AccessRequest {
  /** The method in upper case, such as `GET`. */
  readonly method: string;
  /** The raw target: path and query as they were sent, still percent-encoded. */
  readonly target: string;
  /** Whether the operation only reads: every GET, HEAD and OPTIONS, and the queries and counts by POST. All else writes. */
  readonly kind: "read" | "write";
  /** The operation's id in the OpenAPI document, such as `setProcessInstanceVariable`; `undefined` if there is no such operation. */
  readonly operation: string | undefined;
  /** The segments of the path that are parameters, decoded and in their order. The first one is mostly the id of the instance. */
  readonly parameters: readonly string[];
  /**
   * Gives the value of a header field, by its name in lower case, such as `authorization`; `undefined` if the request does not have it.
   * If several fields have this name, their values are joined by `", "`.
   */
  readonly header: (name: string) => string | undefined;
}

/** How a request came to its end. */
export type RequestOutcome =
  /** Its answer was handed to the operating system whole. */
  | "answered"
  /** The client went away first. */
  | "aborted"
  /** The server closed the connection first: after a fault within an answer, a client that did not read, or at its own end. */
  | "cut-off";

/** A request that has ended, as observers see it. */
export interface EndedRequest {
  /** When its head had come. Milliseconds since 1970. */
  readonly startedAt: number;
  /** The method; `""` if the request could not be read. */
  readonly method: string;
  /** The raw target, with names of variables and the query string; `""` if the request could not be read. */
  readonly target: string;
  /** Id of the operation, as in the OpenAPI document; `undefined` if there is none, as for `OPTIONS` and unknown paths. */
  readonly operation: string | undefined;
  /** The parameters in its path, decoded, such as an instance's id and a variable's name. */
  readonly parameters: readonly string[];
  /** The status; `undefined` if no answer had begun. */
  readonly status: number | undefined;
  /** Whether it announced a body. */
  readonly isUpload: boolean;
  /** Bytes of its body that were read. What is skipped after a refusal does not count. */
  readonly bytesIn: number;
  /** Bytes of the answer's body that were handed to the connection. A client that went away has perhaps not got all of them. */
  readonly bytesOut: number;
  /** Milliseconds until the answer was handed to the operating system, or the connection closed. */
  readonly ms: number;
  /** The user, if `authorize` has named one. */
  readonly user: string | undefined;
  /** How it came to its end. */
  readonly outcome: RequestOutcome;
  /**
   * Why it was refused: the `type` of the error's body; `"TooManyConnections"` if its connection was closed at once. `undefined` if it
   * was not refused, and for `HEAD`, whose answers have no body.
   */
  readonly refusal: string | undefined;
}

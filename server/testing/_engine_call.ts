import type { RestRequest } from "../../core/rest/rest_request.ts";

/** A request in the hands of the test engine, whichever way it came: over a socket, or by `fetch`. */
export interface EngineCall {
  readonly request: RestRequest;
  /** All header fields, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the request asks for. */
  readonly target: CallTarget;
  /**
   * Resets the client's connection, as a fault does: over a socket by RST; a `fetch` rejects, or the body of its answer fails. After
   * it, throw a `ClientAbortError`, since nobody waits for an answer.
   */
  reset(): void;
}

/** What a request asks for: the operation and the ids in its path. */
export interface CallTarget {
  readonly method: string;
  /** The path as it was sent, still percent-encoded, without the query and without the engine's base path. */
  readonly path: string;
  /** Id of the operation in the engine's OpenAPI document; `undefined` if the path or the method is unknown. */
  readonly operation: string | undefined;
  /** The decoded parameters in the path by their names in OpenAPI, such as `id` and `varName`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What goes wrong with a request. Members may be combined, such as a delay and a status. They take effect in the order in which they
 * are listed here.
 *
 * With `status`, `storage`, `optimisticLocking`, or `reset: "request"` the operation does not run, so nothing is changed, unless
 * `afterOperation` says otherwise. With all other members it runs.
 *
 * @example
 * ```ts
 * import type { Fault } from "varpost/testing";
 *
 * const down: Fault = { status: 503 };
 * const proxy: Fault = { status: 502, headers: { "Content-Type": "text/html" }, body: "<h1>Bad Gateway</h1>" };
 * const slow: Fault = { delay: 2000, drip: { bytes: 100, every: 500 } };
 * const lost: Fault = { reset: "answer" };
 * const cut: Fault = { reset: "answer", afterBytes: 1000 };
 * ```
 */
export interface Fault {
  /**
   * Waits before the operation runs. If the client goes away meanwhile, it does not run. Milliseconds of the engine's clock from 0;
   * `Infinity`: until the client goes away, or the engine is reset or closed, which resets the connection.
   */
  readonly delay?: number | undefined;

  /** Answers with this status in place of the operation, by default with the engine's error body. From 200 to 599. */
  readonly status?: number | undefined;
  /** In the engine's error body: simple name of the exception. Only with `status` from 400. Default: one that fits the status. */
  readonly type?: string | undefined;
  /** In the engine's error body: the text. Only with `status` from 400. Default: it tells the status, and that it is a fault. */
  readonly message?: string | undefined;
  /** In the engine's error body: the engine's error code. Only with `status` from 400. Default: one that fits the status. */
  readonly code?: number | null | undefined;
  /**
   * Answers as the server does if its storage is full (507) or unavailable (503). Together with `afterOperation` the latter says
   * that the change may have been stored.
   */
  readonly storage?: "full" | "unavailable" | undefined;
  /**
   * Answers as the engine does if two transactions change the same: 500 with the type `OptimisticLockingException` and code 1. For
   * the answer to an `If-Match` that fails, which is 412, write `status: 412`.
   */
  readonly optimisticLocking?: boolean | undefined;
  /**
   * Whether the operation runs all the same, and `status` or `storage: "unavailable"` replaces its answer, as that of a proxy that
   * has waited too long. Default false.
   */
  readonly afterOperation?: boolean | undefined;

  /** Waits after the operation has run, before its answer is sent. Milliseconds as of `delay`. */
  readonly delayAnswer?: number | undefined;
  /** Headers that the answer gets, or that replace its own, such as another `Content-Type`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The body that the answer has in place of its own: any text, in UTF-8, or bytes. An answer of 204 or 304 becomes one of 200 by it. With
   * `status` its `Content-Type` is `application/json` unless `headers` say otherwise.
   */
  readonly body?: string | Uint8Array | undefined;
  /** Sends the body of the answer slowly. */
  readonly drip?: Drip | undefined;
  /**
   * Resets the connection: `"request"` before the body of the request is read, so that the operation does not run; `"answer"` before
   * the answer is sent, after the operation has run.
   */
  readonly reset?: "request" | "answer" | undefined;
  /**
   * Resets the connection later: within the body of the request or of the answer, after so many of its bytes; of a shorter answer
   * before its last byte. `Content-Length` stays that of the whole. An answer without a body is reset before it is sent. A slow
   * client may get fewer bytes, since a reset throws away what is under way. From 1. Only with `reset`.
   */
  readonly afterBytes?: number | undefined;
}

/** How slowly a body comes. */
export interface Drip {
  /** The number of bytes that come together, from 1. */
  readonly bytes: number;
  /** The time from one such piece to the next. The first one comes at once. Milliseconds of the engine's clock, from 0. */
  readonly every: number;
}

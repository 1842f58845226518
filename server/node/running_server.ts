import type { TlsOptions } from "./tls/tls_options.ts";

/** A server that accepts connections. */
export interface RunningServer {
  /** The port that was bound; 0 for a Unix socket. */
  readonly port: number;
  /** The URL, such as `http://127.0.0.1:8080`, without a slash at the end; `unix:/path` for a Unix socket. */
  readonly url: string;
  /**
   * Uses another certificate for new connections, without closing those there are.
   *
   * @throws {TypeError} If it is of a wrong type, or the server was started without `tls`.
   * @throws {Error} If it cannot be used. Then the old one stays.
   */
  replaceTls(tls: TlsOptions): void;
  /**
   * Accepts no more connections and lets running requests finish. Requests that run past the deadline are cut off and get a second to
   * clean up. After that the storage may be closed. Each further call returns the same promise.
   *
   * @param deadlineMs Milliseconds, default 10,000; `Infinity` for no deadline.
   * @throws {RangeError} If the deadline is negative, not a number, or longer than a timer can wait.
   */
  close(deadlineMs?: number): Promise<void>;
  /** Closes the server with the default deadline, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

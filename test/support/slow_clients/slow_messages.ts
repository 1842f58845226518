/** What a process of slow clients is to do. */
export interface SlowTask {
  readonly kind: "read" | "upload";
  /** The server. */
  readonly url: string;
  readonly clients: number;
  /** Number of bytes of each value. */
  readonly size: number;
  /** How long each client takes. */
  readonly seconds: number;
}

/** A request to the process. `"abort"` gives up all uploads at once. */
export type SlowRequest = SlowTask | "abort";

/** What the process reports: that all clients are connected and have begun, and, at the end, how each one ended, with the number of those. */
export type SlowReport = "open" | { readonly results: readonly (readonly [string, number])[] };

/** The result of a reader that got the version with which it began, to the last byte. */
export const WHOLE = "the whole value";

/** How many values there are: the clients take turns. */
export const VALUES = 8;

/** The URL of the variable that a client uses. Readers share values, uploads do not. */
export function variableUrl({ kind, url }: Pick<SlowTask, "kind" | "url">, client: number): URL {
  const number = kind === "read" ? client % VALUES : client;
  return new URL(`/process-instance/slow-${number}/variables/${kind}/data`, url);
}

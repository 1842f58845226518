import fs from "node:fs";
import { mock } from "node:test";

/** An operation on open files that can be made to fail. */
export type FileOperation =
  | "open"
  | "close"
  | "read"
  | "write"
  | "writeSync"
  | "fdatasync"
  | "fsync"
  | "ftruncate";

export interface Failure {
  /** The system's error code, such as `ENOSPC`. */
  readonly code: string;
  /** Number of calls that succeed first. Default 0. */
  readonly after?: number;
  /** Number of calls that fail then. Default: all. */
  readonly times?: number;
}

/** Runs `run` while an operation of `node:fs` fails with the system's error. */
export async function withFailing<T>(
  operation: FileOperation,
  { code, after = 0, times = Number.POSITIVE_INFINITY }: Failure,
  run: () => Promise<T>,
): Promise<T> {
  let calls = 0;
  const original = fs[operation];
  const failing = (...args: unknown[]): unknown => {
    const call = calls++;
    if (call < after || call >= after + times) return Reflect.apply(original, fs, args);
    const callback = args.at(-1);
    const error = Object.assign(new Error(`${code}: made to fail, ${operation}`), { code });
    if (operation.endsWith("Sync")) throw error;
    if (typeof callback !== "function") throw new TypeError("The last argument is no callback");
    process.nextTick(() => callback(error));
    return undefined;
  };
  const replaced = mock.method(fs, operation, failing);
  try {
    return await run();
  } finally {
    replaced.mock.restore();
  }
}

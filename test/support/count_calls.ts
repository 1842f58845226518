import fs from "node:fs";
import { mock } from "node:test";
import type { FileOperation } from "./failing_files.ts";

/** Returns how often an operation of `node:fs` is called while `run` runs. */
export async function countCalls(
  operation: FileOperation,
  run: () => Promise<unknown>,
): Promise<number> {
  const counted = mock.method(fs, operation);
  try {
    await run();
    return counted.mock.callCount();
  } finally {
    counted.mock.restore();
  }
}

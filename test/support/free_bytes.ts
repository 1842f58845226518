import fs from "node:fs";
import { mock } from "node:test";

/** Runs `run` while every disk seems to have as many free bytes as `free` returns. */
export async function withFreeBytes<T>(free: () => number, run: () => Promise<T>): Promise<T> {
  const stats = fs.statfsSync(".");
  const replaced = mock.method(fs, "statfsSync", () =>
    Object.assign(Object.create(stats), { blocks: 2 ** 40, bsize: 1, bavail: free() }),
  );
  try {
    return await run();
  } finally {
    replaced.mock.restore();
  }
}

import { readFile } from "node:fs/promises";

/** Where the system does not tell how many files a process may open. */
const DEFAULT = 512;
/** About 2 KB of memory each, besides what grows with the variables. */
const MAX = 16_384;

/**
 * How many logs may be open at a time: at most half of the files that this process may open. The others are for sockets,
 * uploads, contents that are read, and the program around it.
 */
export async function maxOpenLogs(): Promise<number> {
  const limits = await readFile("/proc/self/limits", "utf8").catch(() => "");
  const files = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? 2 * DEFAULT);
  return Math.min(MAX, Math.floor(files / 2));
}

import { cp } from "node:fs/promises";
import { basename, join } from "node:path";

/** Copies the folder of a store that no process has open. */
export async function copyStore(from: string, to: string): Promise<void> {
  // A lock is a socket, which cannot be copied. That of a dead process has no effect.
  const filter = (path: string) => basename(join(path, "..")) !== "lock";
  await cp(from, to, { recursive: true, filter });
}

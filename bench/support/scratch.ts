import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A folder on the repository's own disk. Where /tmp is in memory, a sync would cost nothing. */
const OWN = join(import.meta.dirname, "../.scratch", String(process.pid));

let made = 0;

process.once("exit", removeScratch);

/** Makes a path that does not exist, in a folder that exists. */
export function scratchPath(): string {
  mkdirSync(OWN, { recursive: true });
  made += 1;
  return join(OWN, String(made));
}

/** Removes everything below all scratch paths. */
export function removeScratch(): void {
  rmSync(OWN, { recursive: true, force: true });
}

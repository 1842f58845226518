import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** On the repository's own disk: a sync costs nothing where /tmp is memory. */
const OWN = join(import.meta.dirname, "../.scratch", String(process.pid));

let made = 0;

process.once("exit", removeScratch);

/** A path that does not exist, in a folder that does. */
export function scratchPath(): string {
  mkdirSync(OWN, { recursive: true });
  made += 1;
  return join(OWN, String(made));
}

/** Removes everything below all scratch paths. */
export function removeScratch(): void {
  rmSync(OWN, { recursive: true, force: true });
}

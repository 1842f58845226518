/**
 * Opens a store, and looks at its memory. A storage in memory is filled first.
 *
 * open_main.ts ROOT KIND PATH INSTANCES
 */
import { setTimeout as sleep } from "node:timers/promises";
import { loadVersion } from "./load_version.ts";
import type { Opened } from "./opening.ts";
import { writeInstances } from "./small_values.ts";

const COLLECTIONS = 3;
const SETTLE_MS = 200;

const [root = "", kind = "", path = "", given = ""] = process.argv.slice(2);
const instances = Number(given);
const { open } = await loadVersion(root, kind, path);
const before = await residentBytes();
const started = performance.now();
const storage = await open();
const milliseconds = performance.now() - started;
if (kind === "memory") await writeInstances(storage, 0, instances, instances);
const resident = (await residentBytes()) - before;
await storage.close();
process.send?.({ open: milliseconds, resident } satisfies Opened);

/** The memory of this process after its garbage is collected. */
async function residentBytes(): Promise<number> {
  for (let time = 0; time < COLLECTIONS; time += 1) {
    globalThis.gc?.();
    await sleep(SETTLE_MS);
  }
  return process.memoryUsage.rss();
}

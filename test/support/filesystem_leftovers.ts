import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { StoreLayout } from "../../adapters/filesystem/disk/_store_layout.ts";
import { systemCode } from "../../adapters/filesystem/disk/_to_storage_error.ts";
import { entryOf, type LogEntry } from "../../adapters/filesystem/log/_entry.ts";
import { scanSegment } from "../../adapters/filesystem/log/_scan_segment.ts";
import { Segments } from "../../adapters/filesystem/log/_segments.ts";

/**
 * Names all files in the directory of a `FilesystemStorage` to which no variable refers. The storage may be open. Nothing is changed.
 */
export async function filesystemLeftovers(directory: string): Promise<readonly string[]> {
  for (;;) {
    try {
      return await findLeftovers(directory);
    } catch (error) {
      // A segment was merged meanwhile.
      if (systemCode(error) !== "ENOENT" || !existsSync(directory)) throw error;
    }
  }
}

async function findLeftovers(directory: string): Promise<readonly string[]> {
  const layout = new StoreLayout(directory);
  const segments = new Segments(layout.log);
  const hints = await segments.find();
  const latest = new Map<string, LogEntry>();
  try {
    for (const segment of segments.all()) {
      await scanSegment(segment, {
        visit(record) {
          const entry = entryOf(record);
          if (entry === undefined) return;
          const key = `${entry.instanceId}\0${entry.name}`;
          if (entry.sequence >= (latest.get(key)?.sequence ?? 0)) latest.set(key, entry);
        },
        skip() {},
      });
    }
  } finally {
    await segments.close();
  }
  const files = new Set(Array.from(latest.values(), ({ file }) => file));
  const contents = (await readdir(layout.contents))
    .filter((name) => !files.has(Number.parseInt(name, 36)))
    .map((name) => join(layout.contents, name));
  return [...hints, ...contents].map((path) => relative(directory, path));
}

import { basename } from "node:path";
import { StoreLayout } from "../../../adapters/filesystem/disk/_store_layout.ts";
import { entryOf, type LogEntry } from "../../../adapters/filesystem/log/_entry.ts";
import { scanSegment } from "../../../adapters/filesystem/log/_scan_segment.ts";
import { Segments } from "../../../adapters/filesystem/log/_segments.ts";
import type { StoreDamage } from "../../../adapters/filesystem.ts";

/** Finds the records in a part of a segment of a whole store. */
export async function recordsAt(
  directory: string,
  { file, start, end }: Pick<StoreDamage, "file" | "start" | "end">,
): Promise<readonly LogEntry[]> {
  const segments = new Segments(new StoreLayout(directory).log);
  await segments.find();
  const found: LogEntry[] = [];
  try {
    for (const segment of segments.all()) {
      if (basename(segment.logPath) !== basename(file)) continue;
      await scanSegment(segment, {
        visit(record) {
          const entry = entryOf(record);
          if (entry !== undefined && entry.offset < end && entry.offset + entry.bytes > start)
            found.push(entry);
        },
        skip() {},
      });
    }
  } finally {
    await segments.close();
  }
  return found;
}

import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { StoreLayout } from "../../../adapters/filesystem/disk/_store_layout.ts";
import { HEAD_BYTES } from "../../../adapters/filesystem/log/_record.ts";
import { contentFiles } from "./content_files.ts";
import { chooseBitOf, type FlippedBit } from "./flipped_bit.ts";
import { recordsAt } from "./records_at.ts";

/** Where the last calls, and the marks behind them, lie. */
const LAST_BYTES = 2_048;

/** Chooses a bit of a filesystem store: often where little lies, since most bytes are in content files. */
export async function chooseFilesystemBit(
  directory: string,
  random: () => number,
): Promise<FlippedBit> {
  const layout = new StoreLayout(join(directory, "store"));
  const names = await readdir(layout.log);
  const hints = names
    .filter((name) => name.endsWith(".hint"))
    .map((name) => join(layout.log, name));
  const isSealed = (log: string) => hints.includes(log.replace(/log$/, "hint"));
  const logs = names.filter((name) => name.endsWith(".log")).map((name) => join(layout.log, name));
  const sealed = logs.filter(isSealed);
  const open = logs.filter((log) => !isSealed(log));
  const choose = (place: string, files: readonly string[], last?: number) =>
    chooseBitOf(place, directory, files, random, last);
  // A merge may just have sealed all of them.
  const kind = open.length > 0 ? random() : 0.3 + 0.7 * random();
  if (kind < 0.15) return choose("end of a segment that is written", open, LAST_BYTES);
  if (kind < 0.3) return choose("segment that is written", open);
  if (kind < 0.5) return choose("sealed segment", sealed);
  if (kind < 0.7) {
    const isHead = kind < 0.6;
    const flipped = isHead
      ? await chooseHead(directory, sealed, random)
      : await choose("sealed segment without a hint", sealed);
    return { ...flipped, without: flipped.file.replace(/log$/, "hint") };
  }
  if (kind < 0.8) return choose("hint", hints);
  if (kind < 0.95) return choose("content file", await contentFiles(layout.root));
  return choose("format", [join(layout.root, "format")]);
}

/** Chooses a bit of what says whose record it is. */
async function chooseHead(
  directory: string,
  files: readonly string[],
  random: () => number,
): Promise<FlippedBit> {
  const file = files[Math.floor(random() * files.length)] ?? "";
  const all = { file, start: 0, end: Number.POSITIVE_INFINITY };
  const records = await recordsAt(join(directory, "store"), all);
  const record = records[Math.floor(random() * records.length)];
  const bit = 8 * (record?.offset ?? 0) + Math.floor(8 * HEAD_BYTES * random());
  return { place: "head of a record, without a hint", file: relative(directory, file), bit };
}

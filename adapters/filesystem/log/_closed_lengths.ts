import { readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { closeFile, openFile, syncData, writeAt } from "../disk/_file_io.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import type { Segment } from "./_segment.ts";

/**
 * Reads the lengths that the unsealed segments had when the store was last closed. All their bytes were on the disk then. So if the
 * end of a segment is lost later, together with the mark that stood there, it is known as damage, and not taken for what a crash
 * has torn.
 *
 * @returns Lengths by the salts of the segments, since a number may be used again after a crash; none if there is no file; `undefined` if it was damaged.
 */
export async function readClosedLengths(
  path: string,
): Promise<ReadonlyMap<number, number> | undefined> {
  const text = await readFile(path, "utf8").catch((error) => {
    if (systemCode(error) === "ENOENT") return "";
    throw error;
  });
  if (text === "") return new Map();
  const [sum, lengths = ""] = text.split(" ");
  if (sum !== sumOf(lengths)) return undefined;
  return new Map(JSON.parse(lengths));
}

/** Writes the lengths of segments that were closed, and waits until they are on the disk. */
export async function writeClosedLengths(
  path: string,
  segments: readonly Pick<Segment, "salt" | "bytes">[],
): Promise<void> {
  const lengths = JSON.stringify(segments.map(({ salt, bytes }) => [salt, bytes]));
  const fd = await openFile(path, "w");
  try {
    await writeAt(fd, Buffer.from(`${sumOf(lengths)} ${lengths}`), 0);
    await syncData(fd);
  } finally {
    await closeFile(fd);
  }
}

function sumOf(lengths: string): string {
  return crc32(Buffer.from(lengths)).toString(16);
}

import { StorageError } from "../../../core/storage/storage_error.ts";
import { CHUNK_BYTES, type ChunkRow, sumOf } from "../tables/_chunk_rows.ts";
import type { ContentParts } from "./_content_parts.ts";

/** A content to read. */
export interface ContentSource {
  /** Its number. */
  readonly content: number;
  /** The size that it must have, in bytes. */
  readonly size: number;
  /** Whether a variable still refers to it. If rows are missing then, they are damaged, and otherwise they were swept. */
  isWanted?(): Promise<boolean>;
}

/**
 * Reads the bytes of a content from `start` (inclusive) to `end` (exclusive). It reads a window of rows, gives the connection back,
 * and yields the rows one by one. So a slow reader holds no connection. The first windows are small, since many readers want little.
 *
 * @throws {StorageError} "gone" if rows were swept; "corrupt" if rows are damaged.
 */
export async function* readContent(
  { contents, windowRows }: ContentParts,
  source: ContentSource,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { content, size } = source;
  const endRow = Math.ceil(end / CHUNK_BYTES);
  let rows = 1;
  windowRows.enter();
  try {
    for (let first = Math.floor(start / CHUNK_BYTES); start < end && first < endRow; ) {
      rows = Math.min(rows, windowRows.max);
      const next = Math.min(first + rows, endRow);
      const window = await contents.read(content, first, next);
      for (let index = first; index < next; index++) {
        const row = window[index - first];
        if (row?.index !== index) throw await missing(source, index);
        const offset = index * CHUNK_BYTES;
        check(row, Math.min(CHUNK_BYTES, size - offset));
        yield row.bytes.subarray(Math.max(0, start - offset), end - offset);
      }
      first = next;
      rows *= 2;
    }
  } finally {
    windowRows.leave();
  }
}

async function missing({ isWanted }: ContentSource, index: number): Promise<StorageError> {
  if ((await isWanted?.()) === true) return damaged(index);
  return new StorageError(
    "gone",
    "Cannot read a content: it was replaced or deleted, and is not kept any more",
  );
}

function check({ index, sum, bytes }: ChunkRow, length: number): void {
  if (bytes.length !== length || sumOf(bytes) !== sum) throw damaged(index);
}

function damaged(index: number): StorageError {
  return new StorageError("corrupt", `Cannot read a content: its row ${index} is damaged`);
}

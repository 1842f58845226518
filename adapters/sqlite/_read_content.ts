import { setImmediate as nextTurn } from "node:timers/promises";
import { StorageError } from "../../core/storage/storage_error.ts";
import { CHUNK_BYTES, type ContentTable } from "./_content_table.ts";
import { withStorageErrors } from "./_storage_error.ts";

/** After this many rows (1 MiB), other work gets a turn, since a reader may never wait itself. */
const ROWS_PER_TURN = 4;

/** A content to read, and the size that it must have. */
export interface ContentSource {
  readonly contents: ContentTable;
  readonly content: number;
  readonly size: number;
}

/**
 * Reads the bytes of a content from `start` (inclusive) to `end` (exclusive), row by row. Each row is read by a query of its own,
 * since an open query would keep the write-ahead log from starting again at its beginning.
 *
 * @param source The content.
 * @param start Index of the first byte.
 * @param end Index behind the last byte.
 * @throws {StorageError} "corrupt" if a row is missing, damaged, or of a wrong length.
 */
export async function* readContent(
  { contents, content, size }: ContentSource,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = start; position < end; ) {
    const index = Math.floor(position / CHUNK_BYTES);
    const first = index * CHUNK_BYTES;
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
    const bytes = withStorageErrors("read a content", () => contents.get(content, index));
    if (bytes?.length !== Math.min(CHUNK_BYTES, size - first)) {
      throw new StorageError("corrupt", `Cannot read a content: its row ${index} is damaged`);
    }
    yield bytes.subarray(position - first, end - first);
    position = first + bytes.length;
  }
}

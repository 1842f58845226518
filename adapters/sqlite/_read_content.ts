import { setImmediate as nextTurn } from "node:timers/promises";
import { StorageError } from "../../core/storage/storage_error.ts";
import { CHUNK_BYTES, type ContentTable } from "./_content_table.ts";
import { withStorageErrors } from "./_storage_error.ts";

/** A consumer that never waits would keep everybody else waiting; a turn for each MiB costs nothing. */
const ROWS_PER_TURN = 4;

/** Which content is read, and how long it must be. */
export interface ContentSource {
  readonly contents: ContentTable;
  readonly content: number;
  readonly size: number;
}

/**
 * Yields the bytes from `start` (inclusive) to `end` (exclusive) of a content, one row at a time and each by a query of its
 * own: an open one would keep the write-ahead log from ever beginning anew.
 *
 * @param check Called before each row: throws if the content may not be read any more.
 * @throws {StorageError} "corrupt" if a row is missing or of the wrong length.
 */
export async function* readContent(
  { contents, content, size }: ContentSource,
  start: number,
  end: number,
  check: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = start; position < end; ) {
    const index = Math.floor(position / CHUNK_BYTES);
    const first = index * CHUNK_BYTES;
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
    check();
    const bytes = withStorageErrors("read a content", () => contents.get(content, index));
    if (bytes?.length !== Math.min(CHUNK_BYTES, size - first)) {
      throw new StorageError("corrupt", `Cannot read a content: its row ${index} is damaged`);
    }
    yield bytes.subarray(position - first, end - first);
    position = first + bytes.length;
  }
  check();
}

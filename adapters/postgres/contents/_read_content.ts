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

/** A window of rows that is being read. */
interface Window {
  readonly first: number;
  readonly end: number;
  readonly rows: Promise<readonly ChunkRow[]>;
}

/**
 * Reads the bytes of a content from `start` (inclusive) to `end` (exclusive). It reads a window of rows, gives the connection back,
 * and yields the rows one by one. So a slow reader holds no connection. While it yields a window, it reads the next one, unless there are
 * so many readers that each may hold only one row. The first windows are small, since many readers want little.
 *
 * @throws {StorageError} "gone" if rows were swept; "corrupt" if rows are damaged.
 */
export async function* readContent(
  { contents, windowRows }: Pick<ContentParts, "contents" | "windowRows">,
  source: ContentSource,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { content, size } = source;
  const endRow = Math.ceil(end / CHUNK_BYTES);
  let wanted = 1;
  const begin = (first: number): Window | undefined => {
    if (start >= end || first >= endRow) return undefined;
    // Two windows are held at once.
    const max = Math.max(1, Math.floor(windowRows.max / 2));
    const next = Math.min(first + Math.min(wanted, max), endRow);
    wanted *= 2;
    const rows = contents.read(content, first, next);
    // The one who takes the window gets its error. If the reader stops before, nobody needs it.
    rows.catch(() => {});
    return { first, end: next, rows };
  };
  windowRows.enter();
  try {
    for (let window = begin(Math.floor(start / CHUNK_BYTES)); window !== undefined; ) {
      const rows = await window.rows;
      const ahead = windowRows.max > 1 ? begin(window.end) : undefined;
      for (let index = window.first; index < window.end; index++) {
        const row = rows[index - window.first];
        if (row?.index !== index) throw await missing(source, index);
        const offset = index * CHUNK_BYTES;
        check(row, Math.min(CHUNK_BYTES, size - offset));
        yield* cut(row.pieces, start - offset, end - offset);
      }
      window = ahead ?? begin(window.end);
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

/** Yields what lies between two places, which may be before the first piece or behind the last one. */
function* cut(pieces: readonly Uint8Array[], start: number, end: number): Generator<Uint8Array> {
  let offset = 0;
  for (const piece of pieces) {
    const part = piece.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    if (part.length > 0) yield part;
    offset += piece.length;
  }
}

function check({ index, sum, pieces }: ChunkRow, length: number): void {
  const found = pieces.reduce((bytes, piece) => bytes + piece.length, 0);
  if (found !== length || sumOf(...pieces) !== sum) throw damaged(index);
}

function damaged(index: number): StorageError {
  return new StorageError("corrupt", `Cannot read a content: its row ${index} is damaged`);
}

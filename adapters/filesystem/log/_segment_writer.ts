import { StorageError } from "../../../core/storage/storage_error.ts";
import { notThere } from "../../_same_file.ts";
import type { Store } from "../disk/_store.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import {
  type DraftRecord,
  draftMark,
  HEAD_BYTES,
  maxRecordBytes,
  OPERATIONS,
  writeRecord,
} from "./_record.ts";
import type { Segment } from "./_segment.ts";

/** Bytes of one write. They are some milliseconds of work if the records are small. */
const WRITE_BYTES = 262_144;

/** Offsets in a segment have 32 bits. Only a single call with gigabytes of records could make a segment longer. */
const MAX_OFFSET = 0xffffffff;

/** The records of one call. After a crash all of them are there, or none. */
export interface DraftCall {
  readonly sequence: number;
  readonly records: Iterable<DraftRecord>;
}

/** Where records were written. */
export interface Appended {
  readonly segment: Segment;
  /** Offsets of the records in their order; behind them, where the last one ends. */
  readonly offsets: readonly number[];
}

/** Returns where the record with this index lies in the segment. */
export function placeAt(
  offsets: readonly number[],
  index: number,
): { readonly offset: number; readonly bytes: number } {
  const offset = offsets[index] ?? 0;
  return { offset, bytes: (offsets[index + 1] ?? offset) - offset };
}

const SYNCED = draftMark(OPERATIONS.synced);
const CLOSED = draftMark(OPERATIONS.closed);

/** Appends records to the log. When its segment is full, it seals it, and begins the next one. */
export class SegmentWriter {
  readonly #store: Store;
  readonly #onSeal: (segment: Segment) => void;
  #segment: Segment | undefined;
  /** How many bytes of the segment are on the disk. */
  #synced: number;
  #buffer = Buffer.allocUnsafeSlow(WRITE_BYTES);

  /**
   * @param onSeal Called with each segment that was sealed.
   * @param segment An unsealed segment to append to. Default: a new one at the first append.
   */
  constructor(store: Store, onSeal: (segment: Segment) => void, segment?: Segment) {
    this.#store = store;
    this.#onSeal = onSeal;
    this.#segment = segment;
    this.#synced = segment?.bytes ?? 0;
  }

  /** The segment that is appended to. */
  get segment(): Segment | undefined {
    return this.#segment;
  }

  /** Number of bytes that were appended and may not be on the disk yet. */
  get unsynced(): number {
    return (this.#segment?.bytes ?? this.#synced) - this.#synced;
  }

  /**
   * Appends calls. They are on the disk only after {@linkcode sync}. If `append` fails, it leaves nothing of them.
   *
   * @throws {StorageError} "full" or "io".
   */
  async append(calls: readonly DraftCall[]): Promise<Appended> {
    const segment = await this.#open();
    if (segment.isDeleted) throw notThere(segment.logPath);
    try {
      const offsets = await this.#write(segment, calls);
      segment.bytes = offsets.at(-1) ?? segment.bytes;
      return { segment, offsets };
    } catch (error) {
      // What was written is cut off, since some of it may be there. Without a sync of the cut, a crash could bring it back.
      await this.#store.guard.run("take back a failed write", () => this.#takeBack(segment));
      throw toStorageError(error, "write to the log");
    }
  }

  /**
   * Waits until all that was appended is on the disk.
   *
   * @throws {StorageError} "io". Then the store refuses all further writes.
   */
  async sync(): Promise<void> {
    const segment = this.#segment;
    if (segment === undefined || this.#synced === segment.bytes) return;
    await this.#store.guard.run("sync the log", () => segment.sync());
    this.#synced = segment.bytes;
    markNow(segment);
  }

  /** Cuts off what was appended since the last sync. Call this if a sync has failed, and only if nobody reads what is cut off. */
  async cutUnsynced(): Promise<void> {
    await this.#segment?.cut(this.#synced).catch(() => undefined);
  }

  /** Seals the segment, so that it can be merged. The next append begins a new one. */
  async seal(): Promise<void> {
    const segment = this.#segment;
    if (segment === undefined || segment.bytes === 0) return;
    await this.#close(segment);
    segment.isSealed = true;
    this.#segment = undefined;
    this.#onSeal(segment);
  }

  /** Syncs the segment, and marks it as closed: nothing in it is torn. */
  async close(): Promise<void> {
    if (this.#segment !== undefined) await this.#close(this.#segment);
  }

  async #close(segment: Segment): Promise<void> {
    await this.sync();
    try {
      await segment.write(markOf(segment, CLOSED), segment.bytes);
    } catch (error) {
      throw toStorageError(error, "close a segment of the log");
    }
    await this.#store.guard.run("sync the log", () => segment.sync());
  }

  async #open(): Promise<Segment> {
    if (this.#segment !== undefined && this.#segment.bytes >= this.#store.segmentBytes) {
      await this.seal();
    }
    if (this.#segment !== undefined) return this.#segment;
    try {
      const segment = await this.#store.segments.create();
      await this.#store.syncLogNames();
      this.#segment = segment;
      this.#synced = 0;
      return segment;
    } catch (error) {
      throw toStorageError(error, "create a segment of the log");
    }
  }

  /** Writes the calls behind the end of the segment. Returns the offsets. */
  async #write(segment: Segment, calls: readonly DraftCall[]): Promise<number[]> {
    const { salt } = segment;
    const synced = this.#synced;
    const offsets: number[] = [];
    let position = segment.bytes;
    let filled = 0;
    const flush = async () => {
      await segment.write(this.#buffer.subarray(0, filled), position);
      position += filled;
      filled = 0;
    };
    for (const { sequence, records } of calls) {
      for (const [record, hasMore] of withMore(records)) {
        const most = maxRecordBytes(record);
        if (position + filled + most > MAX_OFFSET) throw tooLong();
        if (filled + most > this.#buffer.byteLength) {
          await flush();
          if (most > this.#buffer.byteLength) this.#buffer = Buffer.allocUnsafeSlow(most);
        }
        offsets.push(position + filled);
        const place = { sequence, synced, hasMore };
        filled = writeRecord(this.#buffer, filled, salt, record, place);
      }
    }
    offsets.push(position + filled);
    await flush();
    if (this.#buffer.byteLength > WRITE_BYTES) this.#buffer = Buffer.allocUnsafeSlow(WRITE_BYTES);
    return offsets;
  }

  async #takeBack(segment: Segment): Promise<void> {
    await segment.cut(segment.bytes);
    await segment.sync();
    markNow(segment);
  }
}

/**
 * Writes a mark behind the records, which says that they are on the disk. Call this after a sync and before any call is answered:
 * without the mark, damage in the last records would be taken for what a crash has torn. If the mark cannot be written, as on a
 * full disk, the records are on the disk all the same, and the next record says so, too.
 */
export function markNow(segment: Segment): void {
  try {
    segment.writeNow(markOf(segment, SYNCED), segment.bytes);
  } catch {
    // A part of a mark is no record, and the next record overwrites it.
  }
}

function markOf({ salt, bytes: synced }: Segment, mark: DraftRecord): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES);
  writeRecord(bytes, 0, salt, mark, { sequence: 0, synced, hasMore: false });
  return bytes;
}

function tooLong(): StorageError {
  return new StorageError(
    "full",
    "Cannot write to the log: a call has more than 4 GiB; make several calls of it",
  );
}

/** Yields each record, and whether another one follows it. */
function* withMore(records: Iterable<DraftRecord>): Generator<[DraftRecord, boolean]> {
  let before: DraftRecord | undefined;
  for (const record of records) {
    if (before !== undefined) yield [before, true];
    before = record;
  }
  if (before !== undefined) yield [before, false];
}

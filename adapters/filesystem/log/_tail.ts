import { entryOf, type LogEntry } from "./_entry.ts";
import { OPERATIONS } from "./_record.ts";
import type { ScannedRecord, SegmentVisitor } from "./_scan_segment.ts";
import type { Segment } from "./_segment.ts";
import type { StoreDamage } from "./_store_damage.ts";

/** A part of a segment: a record, or bytes that are no record. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** `undefined` for bytes that are no record. */
  readonly entry: LogEntry | undefined;
  readonly isWhole: boolean;
  readonly hasMore: boolean;
}

/**
 * Decides which records of a segment count, and what was damaged. Each record says how many bytes of the segment were on the disk
 * when it was written, and so does the mark behind the last one. What lies before the highest of these numbers was acknowledged.
 * All of it counts, and where it is not what was written, it was damaged. What lies behind may have been torn by a crash. It counts
 * up to the first call that is not whole.
 */
export class Tail implements SegmentVisitor {
  readonly damages: StoreDamage[] = [];
  readonly #segment: Segment;
  readonly #take: (entry: LogEntry) => void;
  /** Parts of which it is not known yet that they were acknowledged. */
  #unproven: Part[] = [];
  /** The first so many bytes of the segment were acknowledged. */
  #synced: number;
  /** Where the last record that counts ends. */
  #end = 0;
  #isClosed = false;

  /**
   * @param take Called with each record that counts.
   * @param synced So many bytes of the segment were on the disk when the store was closed. Default: only its records say how many.
   */
  constructor(segment: Segment, take: (entry: LogEntry) => void, synced = 0) {
    this.#segment = segment;
    this.#take = take;
    this.#synced = synced;
  }

  /** Whether the segment was closed, and nothing was written since. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  visit(record: ScannedRecord): void {
    const { head, offset: start, isWhole } = record;
    if (head.synced > this.#synced) this.#prove(head.synced);
    this.#isClosed = head.operation === OPERATIONS.closed;
    const entry = entryOf(record);
    if (entry === undefined) return;
    const end = start + head.bytes;
    this.#unproven.push({ start, end, entry, isWhole, hasMore: head.hasMore });
  }

  skip(start: number, end: number): void {
    this.#isClosed = false;
    this.#unproven.push({ start, end, entry: undefined, isWhole: false, hasMore: false });
  }

  /**
   * Call this at the end of the segment.
   *
   * @param fileBytes Length of the file.
   * @returns Where the last record that counts ends. All behind it is to be cut off.
   */
  finish(fileBytes: number): number {
    if (fileBytes < this.#synced) this.skip(fileBytes, this.#synced);
    this.#prove(this.#synced);
    let call: LogEntry[] = [];
    for (const { entry, end, isWhole, hasMore } of this.#unproven) {
      if (entry === undefined || !isWhole) break;
      call.push(entry);
      if (hasMore) continue;
      for (const taken of call) this.#take(taken);
      this.#end = end;
      call = [];
    }
    return this.#end;
  }

  /** Takes in all parts that begin before `synced`: they were acknowledged. */
  #prove(synced: number): void {
    this.#synced = synced;
    const unproven = this.#unproven;
    this.#unproven = [];
    for (const part of unproven) {
      if (part.start >= synced) {
        this.#unproven.push(part);
        continue;
      }
      const { start, end, entry, isWhole } = part;
      if (!isWhole)
        this.damages.push({ file: this.#segment.logPath, start, end, variable: keyOf(entry) });
      if (entry !== undefined) this.#take(entry);
      this.#end = end;
    }
  }
}

function keyOf(entry: LogEntry | undefined): StoreDamage["variable"] {
  return entry && { instanceId: entry.instanceId, name: entry.name };
}

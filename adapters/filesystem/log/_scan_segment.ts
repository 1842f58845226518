import { MAGIC, type RecordHead, readBody, readDescription, readHead } from "./_record.ts";
import type { Segment } from "./_segment.ts";

/** Bytes of one read. They are about 2 ms of work, then the event loop has its turn. */
const WINDOW_BYTES = 262_144;
/** The longest head: instance id and name have at most 255 code points each. */
const MAX_HEAD_BYTES = 2_112;

/** A record that was found. Its bytes are valid only during the call. */
export interface ScannedRecord {
  readonly head: RecordHead;
  /** Where it lies in the segment. */
  readonly offset: number;
  /** Whether description and body are what was written. */
  readonly isWhole: boolean;
  readonly window: Buffer;
  /** Where it lies in the window. */
  readonly at: number;
}

/** Gets the parts of a segment in their order. */
export interface SegmentVisitor {
  /** A record whose head is what was written. */
  visit(record: ScannedRecord): void;
  /** Bytes that are no record. */
  skip(start: number, end: number): void;
}

/**
 * Reads all records of a segment. If it comes to bytes that are no record, it goes on with the next record behind them.
 *
 * @returns The length of the file.
 */
export async function scanSegment(segment: Segment, visitor: SegmentVisitor): Promise<number> {
  const window = new Window(segment);
  const { salt } = segment;
  let position = 0;
  for (;;) {
    await window.ensure(position, MAX_HEAD_BYTES);
    if (window.end <= position) return position;
    const head = readHead(window.buffer, position - window.start, salt);
    if (head === undefined) {
      const next = await findRecord(window, position + 1, salt);
      visitor.skip(position, next);
      position = next;
      continue;
    }
    await window.ensure(position, head.bytes);
    const at = position - window.start;
    const { buffer } = window;
    const isWhole =
      readDescription(buffer, at, salt, head) !== undefined &&
      readBody(buffer, at, salt, head) !== undefined;
    visitor.visit({ head, offset: position, isWhole, window: buffer, at });
    position = isWhole || window.end >= position + head.bytes ? position + head.bytes : window.end;
  }
}

/** Returns where the next record begins, or the length of the file. */
async function findRecord(window: Window, from: number, salt: number): Promise<number> {
  let position = from;
  for (;;) {
    await window.ensure(position, MAX_HEAD_BYTES);
    if (window.end <= position) return window.end;
    const found = window.buffer.indexOf(MAGIC, position - window.start);
    if (found === -1) {
      // A magic may begin in the last bytes of the window.
      const next = window.end - MAGIC.byteLength + 1;
      if (window.isLast) return window.end;
      position = Math.max(position + 1, next);
      continue;
    }
    position = window.start + found;
    await window.ensure(position, MAX_HEAD_BYTES);
    if (readHead(window.buffer, position - window.start, salt) !== undefined) return position;
    position++;
  }
}

/** The part of a segment that is in memory. */
class Window {
  readonly #segment: Segment;
  buffer: Buffer = Buffer.alloc(0);
  start = 0;
  /** Whether the file ends with the window. */
  isLast = false;

  constructor(segment: Segment) {
    this.#segment = segment;
  }

  /** Where the window ends in the segment. */
  get end(): number {
    return this.start + this.buffer.byteLength;
  }

  /** Makes sure that the window has these bytes, or as many as there are. */
  async ensure(position: number, count: number): Promise<void> {
    if (position >= this.start && (position + count <= this.end || this.isLast)) return;
    const wanted = Math.max(count, WINDOW_BYTES);
    this.buffer = await this.#segment.read(position, wanted);
    this.start = position;
    this.isLast = this.buffer.byteLength < wanted;
  }
}

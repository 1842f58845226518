import { nextTurn } from "../../../core/_next_turn.ts";
import type { FoundDamage, VerificationWatch } from "../../_verification.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import { type ContentFile, decodeDescription } from "../log/_description.ts";
import { entryOf, type LogEntry } from "../log/_entry.ts";
import { type Hint, readHint } from "../log/_hint_file.ts";
import { OPERATIONS, readDescription } from "../log/_record.ts";
import { type ScannedRecord, scanSegment } from "../log/_scan_segment.ts";
import type { Segment } from "../log/_segment.ts";
import { Tail } from "../log/_tail.ts";

/** A content file to which a record refers. */
export interface CheckedContent extends ContentFile {
  readonly instanceId: string;
  readonly name: string;
}

/** Damaged bytes of a segment. */
interface Damage {
  readonly segment: Segment;
  readonly start: number;
  readonly end: number;
  /** The records that were there, as far as they are known. */
  readonly entries: readonly LogEntry[];
}

const ENTRIES_PER_TURN = 8_192;

/** Reads the segments of a log, as an opening does, and looks at every record of them. */
export class SegmentCheck {
  /** The content files of all records, by their numbers. */
  readonly contents: Map<number, CheckedContent> = new Map();
  readonly #keys: KeyDirectory;
  readonly #closedLengths: ReadonlyMap<number, number>;
  readonly #watch: VerificationWatch;
  readonly #damages: Damage[] = [];

  constructor(
    keys: KeyDirectory,
    closedLengths: ReadonlyMap<number, number>,
    watch: VerificationWatch,
  ) {
    this.#keys = keys;
    this.#closedLengths = closedLengths;
    this.#watch = watch;
  }

  /** Reads a segment, and takes its records into the keys. */
  async read(segment: Segment, hasHint: boolean): Promise<void> {
    const hint = hasHint ? await readHint(segment) : undefined;
    if (hint !== undefined) return this.#readSealed(segment, hint);
    if (hasHint) {
      const problem =
        "it is not what was written; the next opening reads the segment instead, and no value is lost";
      this.#watch.onDamage({ place: segment.hintPath, problem });
    }
    const take = (entry: LogEntry) => this.#take(segment, entry);
    const tail = new Tail(segment, take, this.#closedLengths.get(segment.salt));
    const known: LogEntry[] = [];
    const bytes = await scanSegment(segment, {
      visit: (record) => {
        this.#visit(segment, record);
        const entry = record.isWhole ? undefined : entryOf(record);
        if (entry !== undefined) known.push(entry);
        tail.visit(record);
      },
      skip: (start, end) => tail.skip(start, end),
    });
    tail.finish(bytes);
    for (const { start, end } of tail.damages) {
      this.#damages.push({ segment, start, end, entries: known.filter(isWithin(start, end)) });
    }
  }

  /** Reports the damage. Call it when all segments were read and the keys are complete. */
  report(): void {
    for (const damage of this.#damages) this.#watch.onDamage(this.#describe(damage));
  }

  /** An opening reads only the hint of a sealed segment. What no entry of it means is not used any more. */
  async #readSealed(segment: Segment, hint: Hint): Promise<void> {
    const damaged: [start: number, end: number][] = [];
    await scanSegment(segment, {
      visit: (record) => {
        this.#visit(segment, record);
        const { head, offset, isWhole } = record;
        if (!isWhole) damaged.push([offset, offset + head.bytes]);
      },
      skip: (start, end) => damaged.push([start, end]),
    });
    const all: LogEntry[][] = damaged.map(() => []);
    let count = 0;
    for (const entry of hint.entries()) {
      this.#take(segment, entry);
      for (const [index, [start, end]] of damaged.entries()) {
        if (isWithin(start, end)(entry)) all[index]?.push(entry);
      }
      if (++count % ENTRIES_PER_TURN === 0) await nextTurn();
    }
    for (const [index, [start, end]] of damaged.entries()) {
      const entries = all[index] ?? [];
      if (entries.length > 0) this.#damages.push({ segment, start, end, entries });
    }
  }

  #take(segment: Segment, entry: LogEntry): void {
    if (entry.operation === OPERATIONS.put) this.#keys.put(segment, entry);
    else this.#keys.delete(segment, entry);
  }

  #visit({ salt }: Segment, record: ScannedRecord): void {
    const { signal, onProgress } = this.#watch;
    signal.throwIfAborted();
    const { head, window, at, isWhole } = record;
    onProgress(head.operation === OPERATIONS.put ? 1 : 0, head.bytes);
    const entry = entryOf(record);
    if (!isWhole || head.file === undefined || entry === undefined) return;
    const described = readDescription(window, at, salt, head);
    const content = described && decodeDescription(described, true).content;
    if (content === undefined) return;
    this.contents.set(head.file, { ...content, instanceId: entry.instanceId, name: entry.name });
  }

  #describe({ segment, start, end, entries }: Damage): FoundDamage {
    const place = `${segment.logPath}, byte ${start} to ${end}`;
    if (entries.length === 0) {
      const problem =
        "this is no record, and it is not known whose values are lost; the store opens only with --accept-damage";
      return { place, problem };
    }
    const current = entries.find(({ instanceId, name, offset }) => {
      const found = this.#keys.find(instanceId, name)?.place;
      return found?.segment === segment && found.offset === offset;
    });
    if (current === undefined) {
      return { place, problem: "an old record is not what was written; no value is lost by it" };
    }
    const { instanceId, name } = current;
    const problem = "the record of the value is not what was written";
    return { place, problem, variable: { instanceId, name } };
  }
}

function isWithin(start: number, end: number): (entry: LogEntry) => boolean {
  return ({ offset, bytes }) => offset < end && offset + bytes > start;
}

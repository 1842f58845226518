import { rm } from "node:fs/promises";
import type { Sequence } from "../_sequence.ts";
import type { Store } from "../disk/_store.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import { readClosedLengths, writeClosedLengths } from "./_closed_lengths.ts";
import { type Hint, makeHint, readHint } from "./_hint_file.ts";
import { type DamagePolicy, LogOpening } from "./_log_opening.ts";
import type { Segment } from "./_segment.ts";
import { SegmentWriter } from "./_segment_writer.ts";

/** A segment is long if it is longer than a full one divided by this: 4 MiB of 64. */
const LONG_PARTS = 16;

/** The log of a store. */
export class Log {
  /** Appends the records of calls. Nothing else may use it while a commit runs. */
  readonly head: SegmentWriter;
  /** Appends the records that the merger copies. */
  readonly copies: SegmentWriter;
  readonly #store: Store;
  /** Hints that are being made and saved. */
  readonly #hints = new Map<Segment, Promise<Hint>>();

  private constructor(store: Store, open: readonly Segment[]) {
    this.#store = store;
    const onSeal = (segment: Segment) => this.#saveHint(segment);
    this.head = new SegmentWriter(store, onSeal, open.at(-1));
    this.copies = new SegmentWriter(store, onSeal, open.at(-2));
  }

  /**
   * Opens the log, and takes all its records into the keys.
   *
   * @throws {StorageError} "corrupt" if records are damaged and it is not known whose they are, unless that is accepted.
   */
  static async open(
    store: Store,
    keys: KeyDirectory,
    sequence: Sequence,
    policy: DamagePolicy,
  ): Promise<Log> {
    for (const path of await store.segments.find()) await rm(path, { force: true });
    // A process may have made or deleted segments just before it was killed.
    await store.syncLogNames();
    const closedLengths = (await readClosedLengths(store.layout.closedLengths)) ?? new Map();
    const opening = new LogOpening(keys, sequence, policy, closedLengths);
    const segments = [...store.segments.all()];
    for (const segment of segments) await opening.load(segment);
    await keys.complete();
    const open = segments.filter(({ isSealed }) => !isSealed);
    const log = new Log(store, open);
    await log.#sealAll(open.slice(0, -2));
    return log;
  }

  /** Returns the hint of a sealed segment. It is made anew if it cannot be read. */
  async hintOf(segment: Segment): Promise<Hint> {
    return (
      (await this.#hints.get(segment)) ?? (await readHint(segment)) ?? (await makeHint(segment))
    );
  }

  /** Marks the unsealed segments as closed: nothing in them is torn. Long ones are sealed: a hint makes the next opening faster. */
  async close(): Promise<void> {
    const closed: Segment[] = [];
    for (const writer of [this.copies, this.head]) {
      const { segment } = writer;
      if (segment === undefined) continue;
      const isLong = segment.bytes > this.#store.segmentBytes / LONG_PARTS;
      await (isLong ? writer.seal() : writer.close());
      if (!isLong) closed.push(segment);
    }
    // This file is needed only if the end of a segment is lost later, with its mark. So `close` does not fail if it cannot be written.
    await writeClosedLengths(this.#store.layout.closedLengths, closed).catch(() => undefined);
    await this.#store.background.drain();
  }

  /** Seals the unsealed segments that no writer takes. It makes one hint after the other: each may take many megabytes of memory. */
  async #sealAll(leftOver: readonly Segment[]): Promise<void> {
    try {
      for (const segment of leftOver) {
        await new SegmentWriter(this.#store, (sealed) => this.#saveHint(sealed), segment).seal();
        await this.#store.background.drain();
      }
    } catch {
      // If the disk is full, the next opening tries again.
    }
  }

  #saveHint(segment: Segment): void {
    const hint = makeHint(segment);
    this.#hints.set(segment, hint);
    // The segment is not deleted meanwhile. Otherwise its hint could be saved after that, and stay.
    segment.hold();
    this.#store.background.start(async () => {
      try {
        const made = await hint;
        // If records are damaged, there must be no hint: so the next opening reads the segment, and finds them.
        if (!made.hasGaps) await made.save(segment);
      } finally {
        this.#hints.delete(segment);
        segment.release();
      }
    });
  }
}

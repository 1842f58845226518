import type { Store } from "../disk/_store.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import type { Segment } from "./_segment.ts";

/** How much garbage is left alone: a part of the bytes that are needed, plus a part of a full segment. */
interface GarbageLimit {
  readonly ofNeeded: number;
  readonly ofSegment: number;
}

/** The limit while calls are committed. A full segment has 64 MiB on most disks. The later a merge comes, the less it has to copy. */
const BUSY: GarbageLimit = { ofNeeded: 1, ofSegment: 1 };
/** The limit when there was no commit for a second: 8 MiB if a full segment has 64. */
const IDLE: GarbageLimit = { ofNeeded: 0.75, ofSegment: 1 / 8 };
/** The limit when the disk is nearly full: 1 MiB if a full segment has 64. */
const TIGHT: GarbageLimit = { ofNeeded: 0, ofSegment: 1 / 64 };
/** A segment is never merged if a smaller part of it is garbage: for each byte that is freed, 15 or more would be copied. */
const MIN_GARBAGE_PART = 1 / 16;

/** Tells how much garbage there is, and in which segment most. Everything depends on whether calls are committed at present. */
export class Garbage {
  readonly #store: Store;
  readonly #keys: KeyDirectory;

  constructor(store: Store, keys: KeyDirectory) {
    this.#store = store;
    this.#keys = keys;
  }

  /** Bytes of garbage over the limit. Tombstones count as garbage, too: they end when the puts that they hide are deleted. */
  excess(isBusy: boolean): number {
    const { deletionBytes } = this.#keys;
    let live = -deletionBytes;
    let dead = 0;
    for (const segment of this.#store.segments.all()) {
      live += segment.live;
      if (!segment.isDamaged) dead += segment.dead;
    }
    // A put is never shorter than the tombstone that hides it. So tombstones beyond this hide puts that cannot be merged away.
    const garbage = dead + Math.min(deletionBytes, dead);
    const { ofNeeded, ofSegment } = this.#limit(isBusy);
    return garbage - ofNeeded * live - ofSegment * this.#store.segmentBytes;
  }

  /**
   * The segment of which the largest part is garbage. If it is not sealed, it must have a good deal of garbage: the first records
   * of a new segment may all be garbage, and each segment would be sealed and merged after a few calls.
   */
  victim(isBusy: boolean): Segment | undefined {
    const least = (this.#limit(isBusy).ofSegment * this.#store.segmentBytes) / 4;
    let best: Segment | undefined;
    for (const segment of this.#store.segments.all()) {
      if (segment.isDamaged || garbagePart(segment) < MIN_GARBAGE_PART) continue;
      if (!segment.isSealed && segment.dead < least) continue;
      if (best === undefined || garbagePart(segment) > garbagePart(best)) best = segment;
    }
    return best;
  }

  #limit(isBusy: boolean): GarbageLimit {
    if (this.#store.isTight) return TIGHT;
    return isBusy ? BUSY : IDLE;
  }
}

function garbagePart({ dead, bytes }: Segment): number {
  return dead / Math.max(bytes, 1);
}

import fs from "node:fs";

/** What is to be written: `contents` are large values on their way, `small` is all else that makes a store larger. */
export type WriteKind = "contents" | "small";

/**
 * What a disk keeps free of `small` writes, so that deletions, which free something in the end, have room for their log. `contents`
 * leave some more, so that small values go on beside them.
 */
const FREE_FOR_DELETIONS = 524_288;
const FREE_FOR_SMALL = 2_097_152;
/** Most that is let in after one look at the disk: others may write to it, too. */
const MAX_CREDIT = 33_554_432;

/** Refuses writes while a disk has still room to tidy up. It looks at the disk seldom: about once in 32 MiB. */
export class DiskRoom {
  readonly #spare: (bytes: number) => number;
  /** Bytes that may be written before the next look. */
  #credit = 0;

  /** @param spare Tells how much the disk has left once so many bytes are written. */
  constructor(spare: (bytes: number) => number) {
    this.#spare = spare;
  }

  /**
   * Whether there is room for so many bytes.
   *
   * @param before Bytes that were let in and are not written yet.
   */
  has(kind: WriteKind, bytes: number, before = 0): boolean {
    if (bytes <= this.#credit) {
      this.#credit -= bytes;
      return true;
    }
    const kept = kind === "contents" ? FREE_FOR_SMALL : FREE_FOR_DELETIONS;
    const spare = this.#spare(before + bytes) - kept;
    // What is written may be more than was said; so less and less is let in as the disk gets full.
    this.#credit = Math.min((spare - FREE_FOR_SMALL) / 4, MAX_CREDIT);
    return spare >= 0;
  }

  /** Whether little was left at the last look. */
  get isTight(): boolean {
    return this.#credit < 0;
  }

  /** The next write is preceded by a look at the disk. */
  look(): void {
    this.#credit = 0;
  }
}

/** Bytes that the disk of a folder has left for anybody; `Infinity` if its file system does not tell. */
export function freeBytes(folder: string): number {
  try {
    const { blocks, bavail, bsize } = fs.statfsSync(folder);
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

import fs from "node:fs";

/** A kind of write: `contents` are the bytes of large values, `small` is all else that makes a store larger. */
export type WriteKind = "contents" | "small";

/** `small` writes leave this many bytes free, so that deletions have room in the log. In the end deletions free some room. */
const FREE_FOR_DELETIONS = 524_288;
/** `contents` leave this many bytes free, so that small values can still be written. */
const FREE_FOR_SMALL = 2_097_152;
/** The largest number of bytes that are admitted after one look at the disk, since other programs may write to it, too. */
const MAX_CREDIT = 33_554_432;
/** A storage without room for this many bytes of contents does not take writes. */
const SOME_BYTES = 1_048_576;

/** Refuses writes while the disk still has room to clean up. It looks at the disk seldom: about once for 32 MiB. */
export class DiskRoom {
  readonly #spare: (bytes: number) => number;
  /** Number of bytes that may be written before the next look at the disk. */
  #credit = 0;

  /** @param spare Returns how many bytes the disk would have left after this many bytes were written. */
  constructor(spare: (bytes: number) => number) {
    this.#spare = spare;
  }

  /**
   * Whether there is room for a write.
   *
   * @param kind The kind of write.
   * @param bytes Number of bytes to write.
   * @param before Number of bytes that were admitted before and are not written yet.
   */
  has(kind: WriteKind, bytes: number, before = 0): boolean {
    if (bytes <= this.#credit) {
      this.#credit -= bytes;
      return true;
    }
    const kept = kind === "contents" ? FREE_FOR_SMALL : FREE_FOR_DELETIONS;
    const spare = this.#spare(before + bytes) - kept;
    // A write may take more bytes than announced, so the fuller the disk gets, the fewer bytes are admitted at a time.
    this.#credit = Math.min((spare - FREE_FOR_SMALL) / 4, MAX_CREDIT);
    return spare >= 0;
  }

  /** Whether there is room for a megabyte of contents. Looks at the disk, and admits nothing. */
  get hasSome(): boolean {
    return this.#spare(SOME_BYTES) >= FREE_FOR_SMALL;
  }

  /** Whether the disk was nearly full at the last look. */
  get isTight(): boolean {
    return this.#credit < 0;
  }

  /** Makes the next call of `has` look at the disk. */
  look(): void {
    this.#credit = 0;
  }
}

/** Number of free bytes on a folder's disk that any user may use; `Infinity` if the file system does not tell. */
export function freeBytes(folder: string): number {
  try {
    const { blocks, bavail, bsize } = fs.statfsSync(folder);
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

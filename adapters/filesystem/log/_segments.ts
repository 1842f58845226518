import { randomInt } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Segment } from "./_segment.ts";

/** At most so many segments keep their descriptors open while nobody uses them. */
const MAX_IDLE = 32;

const NAME = /^(\d{8,})-([0-9a-f]{8})\.(log|hint)$/;

/** The segments of a store. It limits the number of open descriptors. */
export class Segments {
  readonly #directory: string;
  readonly #all = new Map<number, Segment>();
  /** Segments whose descriptors may be open. The one whose last use is longest ago comes first. */
  readonly #used = new Set<Segment>();
  #next = 1;

  /** @param directory The folder of the files. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Finds the segments that are on the disk.
   *
   * @returns Paths of hints without a segment.
   */
  async find(): Promise<readonly string[]> {
    const files = (await readdir(this.#directory))
      .flatMap((name) => {
        const [, number, salt = "", ending] = NAME.exec(name) ?? [];
        return number === undefined ? [] : [{ name, number: Number(number), salt, ending }];
      })
      .sort((a, b) => a.number - b.number);
    for (const { number, salt, ending } of files) {
      if (ending === "log") this.#add(number, Number.parseInt(salt, 16));
    }
    return files
      .filter(({ number, ending }) => ending === "hint" && !this.#all.has(number))
      .map(({ name }) => join(this.#directory, name));
  }

  /** Iterates all segments in the order in which they were made. */
  all(): IterableIterator<Segment> {
    return this.#all.values();
  }

  /** Makes a segment. Its name is not synced yet. */
  async create(): Promise<Segment> {
    const segment = this.#add(this.#next, randomInt(2 ** 32));
    try {
      await segment.create();
      return segment;
    } catch (error) {
      this.#all.delete(segment.number);
      throw error;
    }
  }

  /** Deletes a segment as soon as nobody holds it. */
  async delete(segment: Segment): Promise<void> {
    await segment.delete();
    this.#all.delete(segment.number);
    this.#used.delete(segment);
  }

  /** Closes all descriptors. Call this only while nobody uses them. */
  async close(): Promise<void> {
    for (const segment of this.#all.values()) await segment.close();
  }

  #add(number: number, salt: number): Segment {
    const name = `${String(number).padStart(8, "0")}-${salt.toString(16).padStart(8, "0")}`;
    const segment = new Segment(number, salt, join(this.#directory, name), (used) =>
      this.#use(used),
    );
    this.#all.set(number, segment);
    this.#next = Math.max(this.#next, number + 1);
    return segment;
  }

  #use(segment: Segment): void {
    this.#used.delete(segment);
    this.#used.add(segment);
    if (this.#used.size <= MAX_IDLE) return;
    for (const other of this.#used) {
      if (!other.isIdle) continue;
      this.#used.delete(other);
      // A failure changes nothing: what had to be on the disk was synced.
      other.close().catch(() => undefined);
      return;
    }
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { nextTurn } from "../../../core/_next_turn.ts";
import type { Store } from "../disk/_store.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import type { LogEntry } from "./_entry.ts";
import type { Hint } from "./_hint_file.ts";
import type { Log } from "./_log.ts";
import {
  type DraftRecord,
  OPERATIONS,
  readBody,
  readDescription,
  readHead,
  readKey,
} from "./_record.ts";
import type { Segment } from "./_segment.ts";
import { type DraftCall, placeAt } from "./_segment_writer.ts";

/** A limit of garbage: a part of what is needed, and a part of a full segment. */
interface GarbageLimit {
  readonly ofNeeded: number;
  readonly ofSegment: number;
}

/** While calls are being committed. The longer garbage may wait, the less of a segment has to be copied: 64 MiB. */
const BUSY: GarbageLimit = { ofNeeded: 1, ofSegment: 1 };
/** When there was no commit for a second: 8 MiB. */
const IDLE: GarbageLimit = { ofNeeded: 0.75, ofSegment: 1 / 8 };
/** When the disk is nearly full: 1 MiB. */
const TIGHT: GarbageLimit = { ofNeeded: 0, ofSegment: 1 / 64 };
const IDLE_MS = 1_000;
/** A segment with a smaller part of garbage is not merged even then: for each byte that it frees, 15 would be copied. */
const MIN_GARBAGE_PART = 1 / 16;
/** Bytes that are read and copied at once. It is a millisecond of work if the records are small. */
const STEP_BYTES = 262_144;
/** Copies are synced after this many bytes. So the disk is not busy with them for long. */
const SYNC_BYTES = 4_194_304;
/** Entries of a hint that are looked at in one turn of the event loop. */
const ENTRIES_PER_TURN = 8_192;
/** Bytes a second that are read and copied while calls are being committed. */
const BYTES_PER_SECOND = 67_108_864;
/** What the system says of a file that cannot be read. Other files may be merged all the same. */
const UNREADABLE = ["EIO", "ENOENT"];
/** After a failure, as on a full disk, this long passes before the next try. */
const RETRY_MS = 1_000;

/**
 * Frees the disk of records that are not needed any more. It copies what is needed of a sealed segment into another one, then deletes
 * the segment. Copies keep their sequence numbers, so they replace nothing newer. While calls are being committed, it takes only a part
 * of the disk's time, and leaves more garbage.
 */
export class Merger {
  readonly #store: Store;
  readonly #keys: KeyDirectory;
  readonly #log: Log;
  readonly #runAlone: (task: () => Promise<void>) => Promise<void>;
  #isRunning = false;
  #retryAt = 0;
  /** Whether there was a commit since the last step, or the last second. */
  #isBusy = false;
  #idleTimer: NodeJS.Timeout | undefined;

  /** @param runAlone Runs a task while no commit runs. */
  constructor(
    store: Store,
    keys: KeyDirectory,
    log: Log,
    runAlone: (task: () => Promise<void>) => Promise<void>,
  ) {
    this.#store = store;
    this.#keys = keys;
    this.#log = log;
    this.#runAlone = runAlone;
  }

  /** Call this after each commit: it starts a merge if there is too much garbage. */
  onCommit(): void {
    this.#isBusy = true;
    this.#start();
    this.#idleTimer ??= setTimeout(() => this.#onIdleTimer(), IDLE_MS).unref();
  }

  /** Looks again after a second in which there was a commit. */
  #onIdleTimer(): void {
    this.#idleTimer = undefined;
    const wasBusy = this.#isBusy;
    this.#isBusy = false;
    if (!this.#canWrite) return;
    if (wasBusy) this.#idleTimer = setTimeout(() => this.#onIdleTimer(), IDLE_MS).unref();
    else this.#start();
  }

  #start(): void {
    if (this.#isRunning || this.#excess() <= 0 || performance.now() < this.#retryAt) return;
    this.#isRunning = true;
    this.#store.background.start(async () => {
      try {
        await this.#run();
      } catch {
        this.#retryAt = performance.now() + RETRY_MS;
      } finally {
        this.#isRunning = false;
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#excess() > 0 && this.#canWrite) {
      const victim = this.#victim();
      if (victim === undefined) return;
      await this.#seal(victim);
      try {
        await this.#merge(victim);
      } catch (error) {
        if (!UNREADABLE.includes(systemCode(error) ?? "")) throw error;
        victim.isDamaged = true;
      }
    }
  }

  get #canWrite(): boolean {
    return !this.#store.isClosed && !this.#store.guard.broken;
  }

  /** Bytes of garbage beyond what is left alone. Deletions are garbage, too: they go when what they hide has gone. */
  #excess(): number {
    const { deletionBytes } = this.#keys;
    let live = -deletionBytes;
    let dead = 0;
    for (const segment of this.#store.segments.all()) {
      live += segment.live;
      if (!segment.isDamaged) dead += segment.dead;
    }
    // What they hide is never shorter, but it may lie in segments that cannot be merged.
    const garbage = dead + Math.min(deletionBytes, dead);
    const { ofNeeded, ofSegment } = this.#limit;
    return garbage - ofNeeded * live - ofSegment * this.#store.segmentBytes;
  }

  get #limit(): GarbageLimit {
    if (this.#store.isTight) return TIGHT;
    return this.#isBusy ? BUSY : IDLE;
  }

  /**
   * The segment of which the largest part is garbage. One that is not sealed has to have a good deal of it: the first records of each new
   * one may all be garbage, and it would be sealed and merged after every few calls.
   */
  #victim(): Segment | undefined {
    const least = (this.#limit.ofSegment * this.#store.segmentBytes) / 4;
    let best: Segment | undefined;
    for (const segment of this.#store.segments.all()) {
      if (segment.isDamaged || garbagePart(segment) < MIN_GARBAGE_PART) continue;
      if (!segment.isSealed && segment.dead < least) continue;
      if (best === undefined || garbagePart(segment) > garbagePart(best)) best = segment;
    }
    return best;
  }

  async #seal(victim: Segment): Promise<void> {
    const { head, copies } = this.#log;
    if (victim === copies.segment) await copies.seal();
    // The keys know all records of the segment only between commits.
    if (victim === head.segment) {
      await this.#runAlone(async () => {
        if (victim === head.segment) await head.seal();
      });
    }
  }

  async #merge(victim: Segment): Promise<void> {
    const hint = await this.#log.hintOf(victim);
    if (hint.hasGaps) {
      victim.isDamaged = true;
      return;
    }
    if (!(await this.#copyNeeded(victim, hint))) return;
    await this.#log.copies.sync();
    await this.#store.segments.delete(victim);
    // Only now nothing of it can come back, so a deletion that hid one of its records may go, too.
    await this.#store.syncLogNames();
    let count = 0;
    for (const entry of hint.entries()) {
      if (entry.operation === OPERATIONS.put) this.#keys.forget(entry);
      if (++count % ENTRIES_PER_TURN === 0) await nextTurn();
    }
    this.#keys.forgetSegment(victim);
  }

  /** Returns whether all that is needed was copied. */
  async #copyNeeded(victim: Segment, hint: Hint): Promise<boolean> {
    let step: LogEntry[] = [];
    let count = 0;
    for (const entry of hint.entries()) {
      if (++count % ENTRIES_PER_TURN === 0) await nextTurn();
      if (step.length > 0 && entry.offset - (step[0]?.offset ?? 0) > STEP_BYTES) {
        if (!(await this.#copy(victim, step))) return false;
        step = [];
      }
      if (this.#keys.needs(victim, entry)) step.push(entry);
    }
    return step.length === 0 || this.#copy(victim, step);
  }

  /** Copies records that lie close together. Returns whether they could be read, and the store is still open. */
  async #copy(victim: Segment, entries: readonly LogEntry[]): Promise<boolean> {
    if (!this.#canWrite) return false;
    const started = performance.now();
    const first = entries[0]?.offset ?? 0;
    const last = entries.at(-1);
    const end = last === undefined ? first : last.offset + last.bytes;
    const bytes = await victim.read(first, end - first);
    const calls: DraftCall[] = [];
    for (const { sequence, offset } of entries) {
      const record = recordAt(bytes, offset - first, victim.salt);
      if (record === undefined) {
        victim.isDamaged = true;
        return false;
      }
      calls.push({ sequence, records: [record] });
    }
    const { segment, offsets } = await this.#log.copies.append(calls);
    for (const [index, entry] of entries.entries()) {
      const record = { ...entry, ...placeAt(offsets, index) };
      if (entry.operation === OPERATIONS.put) this.#keys.put(segment, record);
      else this.#keys.delete(segment, record);
    }
    if (this.#log.copies.unsynced > SYNC_BYTES) await this.#log.copies.sync();
    await this.#pause(end - first, started);
    return true;
  }

  /** Leaves the disk to others for a while. */
  async #pause(bytes: number, started: number): Promise<void> {
    const isBusy = this.#isBusy;
    this.#isBusy = false;
    if (!isBusy || this.#excess() > this.#store.segmentBytes) return;
    const due = started + (1_000 * bytes) / BYTES_PER_SECOND;
    const rest = due - performance.now();
    // The process must not end meanwhile: `close` may be waiting.
    if (rest > 1) await sleep(rest);
  }
}

function garbagePart({ dead, bytes }: Segment): number {
  return dead / Math.max(bytes, 1);
}

/** Reads a record; `undefined` if it was damaged. */
function recordAt(bytes: Buffer, at: number, salt: number): DraftRecord | undefined {
  const head = readHead(bytes, at, salt);
  if (head === undefined) return undefined;
  const description = readDescription(bytes, at, salt, head);
  const body = readBody(bytes, at, salt, head);
  if (description === undefined || body === undefined) return undefined;
  const { operation, file } = head;
  return { operation, file, description, body, ...readKey(bytes, at, head) };
}

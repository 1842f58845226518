import { setTimeout as sleep } from "node:timers/promises";
import { nextTurn } from "../../../core/_next_turn.ts";
import type { Store } from "../disk/_store.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import type { LogEntry } from "./_entry.ts";
import { Garbage } from "./_garbage.ts";
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

/** After so long without a commit, the limit is IDLE. */
const IDLE_MS = 1_000;
/** Bytes that are read and copied at once. It is a millisecond of work if the records are small. */
const STEP_BYTES = 262_144;
/** Copies are synced each time after so many bytes. So no sync keeps the disk busy for long. */
const SYNC_BYTES = 4_194_304;
/** So many entries of a hint are looked at in one turn of the event loop. */
const ENTRIES_PER_TURN = 8_192;
/** Bytes a second that are read while calls are committed. */
const BYTES_PER_SECOND = 16_777_216;
/** If garbage is over its limit by more than so many full segments, 1 GiB, merging does not pause. */
const HURRY_SEGMENTS = 16;
/** Errors of the system that tell that one file cannot be read. Other segments can be merged all the same. */
const UNREADABLE = ["EIO", "ENOENT"];
/** After a failure, as on a full disk, this long passes before the next try. */
const RETRY_MS = 1_000;

/**
 * Frees the disk of garbage: of records that are not needed any more. If there is too much of it, the merger takes the segment of
 * which the largest part is garbage, seals it, copies the records that are needed into another segment, and deletes the first one.
 * A copy keeps its sequence number, so it never replaces anything newer. While calls are committed, the merger leaves more garbage
 * alone, and pauses between its steps, unless there is very much garbage. A segment with damage is not merged.
 */
export class Merger {
  readonly #store: Store;
  readonly #garbage: Garbage;
  readonly #keys: KeyDirectory;
  readonly #log: Log;
  readonly #runAlone: (task: () => Promise<void>) => Promise<void>;
  #isRunning = false;
  /** No merge begins before this time, after one has failed. */
  #retryAt = 0;
  /** Whether a commit has ended since this was last looked at: by a step of a merge, or by the timer. */
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
    this.#garbage = new Garbage(store, keys);
    this.#keys = keys;
    this.#log = log;
    this.#runAlone = runAlone;
  }

  /** Call this after each commit. It starts a merge if there is too much garbage. */
  onCommit(): void {
    this.#isBusy = true;
    this.#start();
    this.#idleTimer ??= setTimeout(() => this.#onIdleTimer(), IDLE_MS).unref();
  }

  /** Ends the timer. A runner such as Deno's, which looks for timers that a test leaves, would find it. */
  end(): void {
    clearTimeout(this.#idleTimer);
  }

  /** Looks each second until no commit has ended for a second. Then it starts a merge with the limit of an idle store. */
  #onIdleTimer(): void {
    this.#idleTimer = undefined;
    const wasBusy = this.#isBusy;
    this.#isBusy = false;
    if (!this.#canWrite) return;
    if (wasBusy) this.#idleTimer = setTimeout(() => this.#onIdleTimer(), IDLE_MS).unref();
    else this.#start();
  }

  #start(): void {
    if (
      this.#isRunning ||
      this.#garbage.excess(this.#isBusy) <= 0 ||
      performance.now() < this.#retryAt
    )
      return;
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
    while (this.#garbage.excess(this.#isBusy) > 0 && this.#canWrite) {
      const victim = this.#garbage.victim(this.#isBusy);
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
    // From here on the deleted records cannot come back, so tombstones that hid them may end.
    await this.#store.syncLogNames();
    let count = 0;
    for (const entry of hint.entries()) {
      if (entry.operation === OPERATIONS.put) this.#keys.forget(entry);
      if (++count % ENTRIES_PER_TURN === 0) await nextTurn();
    }
    this.#keys.forgetSegment(victim);
  }

  /** Copies the records that are needed. Returns whether all of them were copied. */
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

  /** Copies records that lie close together. Returns `false` if one is damaged, or if the store is closing or refuses writes. */
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

  /** Leaves the disk to calls for a while, if there are any. If there is very much garbage, it does not. */
  async #pause(bytes: number, started: number): Promise<void> {
    const isBusy = this.#isBusy;
    this.#isBusy = false;
    if (!isBusy || this.#garbage.excess(this.#isBusy) > HURRY_SEGMENTS * this.#store.segmentBytes)
      return;
    const due = started + (1_000 * bytes) / BYTES_PER_SECOND;
    const rest = due - performance.now();
    // The timer keeps the process alive, since `close` may be waiting for this.
    if (rest > 1) await sleep(rest);
  }
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

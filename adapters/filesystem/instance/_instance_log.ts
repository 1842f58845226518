import { INLINE_BYTES, type VariableRecord } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { notThere } from "../../_same_file.ts";
import type { Store } from "../disk/_store.ts";
import { appendToLog, createLog, removeLog } from "../log/_durable_log.ts";
import { LogFile } from "../log/_log_file.ts";
import { checkRecord, RECORD_HEADER_BYTES } from "../log/_log_record.ts";
import { LogRewrite } from "../log/_log_rewrite.ts";
import { type LogRange, readRanges } from "../log/_read_ranges.ts";
import { VariableIndex, type VariablePlace } from "../log/_variable_index.ts";
import type { PreparedChange } from "./_prepared_change.ts";
import { toVariableRecord } from "./_variable_record.ts";

/** Garbage up to this is never worth a rewrite. */
const MIN_GARBAGE = 262_144;

/** A variable as the log has it. */
export interface LoggedVariable {
  readonly record: VariableRecord;
  /** The content, if it lies in the log and was asked for. */
  readonly body: Uint8Array;
  /** The file that has the content. */
  readonly file: string | undefined;
  /** Checksum of the footer of that file; `undefined` if it has none. */
  readonly sum: number | undefined;
}

interface ListedRange extends LogRange {
  /** Place in the page. */
  readonly order: number;
  readonly place: VariablePlace;
}

/** The variables of one instance: a log on the disk, and an index of it in memory. There is no log when there is no variable. */
export class InstanceLog {
  readonly #store: Store;
  readonly #id: string;
  readonly #name: string;
  #log: LogFile | undefined;
  #index: VariableIndex;
  #rewrite: LogRewrite | undefined;
  #rewriting = false;
  /** Garbage from which a rewrite is tried; grows when one failed. */
  #tolerated = MIN_GARBAGE;

  private constructor(
    store: Store,
    id: string,
    name: string,
    log: LogFile | undefined,
    index: VariableIndex,
  ) {
    this.#store = store;
    this.#id = id;
    this.#name = name;
    this.#log = log;
    this.#index = index;
  }

  /**
   * Reads the log of an instance, if there is one.
   *
   * @throws {StorageError} "corrupt" if it is damaged.
   */
  static async load(store: Store, id: string, name: string): Promise<InstanceLog> {
    const index = new VariableIndex();
    let owner: string | undefined;
    const log = await LogFile.open(store.layout.log(name), {
      visit(subject, place) {
        if ("name" in subject) index.set(subject.name, place);
        else if ("deleted" in subject) index.delete(subject.deleted);
        else owner = subject.instanceId;
      },
    });
    try {
      if (log !== undefined && owner !== id) {
        throw new StorageError("corrupt", "Cannot read the log: it belongs to another instance");
      }
      // A killed process may have written a commit and not synced it. Nobody may see it while a loss of power can undo it.
      if (log !== undefined && store.afterCrash) {
        await store.guard.run("sync the log", () => log.sync());
      }
      return new InstanceLog(store, id, name, log, index);
    } catch (error) {
      await log?.retire();
      throw error;
    }
  }

  get index(): VariableIndex {
    return this.#index;
  }

  /** Whether no rewrite runs. */
  get idle(): boolean {
    return !this.#rewriting;
  }

  /** Whether most of the log is garbage. */
  get wantsRewrite(): boolean {
    if (this.#log === undefined || this.#rewriting) return false;
    const garbage = this.#log.end - this.#index.liveBytes;
    return garbage > this.#tolerated && garbage > this.#index.liveBytes;
  }

  /**
   * Reads one variable.
   *
   * @param withBody Whether to read the content if it is not inline, but in the log.
   */
  async read(name: string, withBody: boolean): Promise<LoggedVariable | undefined> {
    const place = this.#index.get(name);
    if (this.#log === undefined || place === undefined) return undefined;
    const bytes = await this.#log.read(place.offset, wantedBytes(place, withBody));
    return decodeVariable(bytes, place);
  }

  /** One page of variables: a snapshot. */
  async list(after: string, limit: number): Promise<readonly VariableRecord[]> {
    let index: VariableIndex;
    do {
      index = this.#index;
      await index.sort();
      // Not the same any more if the instance was cleared meanwhile.
    } while (index !== this.#index);
    const log = this.#log;
    const ranges: ListedRange[] = [];
    for (const [order, name] of index.after(after, limit).entries()) {
      const place = index.get(name);
      if (place === undefined) continue;
      ranges.push({ order, place, offset: place.offset, bytes: wantedBytes(place, false) });
    }
    if (log === undefined) return [];
    const records: VariableRecord[] = [];
    await log.hold(async () => {
      for await (const [{ order, place }, bytes] of readRanges(log, ranges)) {
        // A copy, so that one record does not keep those beside it in memory.
        records[order] = decodeVariable(Buffer.from(bytes), place).record;
      }
    });
    return records;
  }

  /** Makes changes of distinct names, durable and visible when this resolves. */
  async commit(changes: readonly PreparedChange[]): Promise<void> {
    const records = changes.map(({ bytes }) => bytes);
    // What only deletes goes on with the last of a full disk.
    if (changes.some(({ put }) => put !== undefined)) {
      this.#store.requireRoom("small", recordsBytes(records));
    }
    let offset: number;
    if (this.#log === undefined) {
      const created = await createLog(this.#store, this.#id, this.#name, records);
      this.#log = created.log;
      offset = created.offset;
    } else {
      if (this.#log.isDeleted) throw notThere(this.#store.layout.log(this.#name));
      offset = await appendToLog(this.#store, this.#log, records);
    }
    for (const { name, bytes, put } of changes) {
      if (put === undefined) this.#index.delete(name);
      else {
        const { descriptionBytes, bodyBytes, stage } = put;
        this.#index.set(name, { offset, descriptionBytes, bodyBytes, file: stage?.id });
      }
      this.#rewrite?.touch(name);
      offset += bytes.byteLength;
    }
  }

  /** Deletes the log: all variables are gone, durably, when this resolves. */
  async remove(): Promise<void> {
    const log = this.#log;
    if (log === undefined) return;
    await removeLog(this.#store, this.#id, this.#name);
    this.#log = undefined;
    this.#index = new VariableIndex();
    this.#rewrite?.cancel();
    await log.retire();
  }

  /**
   * Copies what is not garbage into a new log, beside the commits that go on, and then puts it in the place of the old one.
   * If that fails, the old one stays.
   *
   * @param runAlone Runs the last step while nothing is committed.
   */
  async rewrite(runAlone: (task: () => Promise<void>) => Promise<void>): Promise<void> {
    const log = this.#log;
    if (log === undefined || this.#rewriting) return;
    this.#rewriting = true;
    try {
      // The copy goes before the old log does; small writes must not miss its room meanwhile.
      this.#store.requireRoom("contents", this.#index.liveBytes);
      const rewrite = await LogRewrite.start(this.#store, this.#id, this.#name, log);
      await this.#replaceLog(log, rewrite, runAlone);
      this.#tolerated = MIN_GARBAGE;
    } catch {
      this.#tolerated = 2 * (log.end - this.#index.liveBytes);
    } finally {
      this.#rewriting = false;
    }
  }

  /** Closes the log once nobody reads it. */
  async close(): Promise<void> {
    await this.#log?.retire();
  }

  async #replaceLog(
    log: LogFile,
    rewrite: LogRewrite,
    runAlone: (task: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    // It may have been deleted in the moment before.
    if (log !== this.#log) rewrite.cancel();
    this.#rewrite = rewrite;
    try {
      await rewrite.copy(this.#index);
      await runAlone(async () => {
        const rewritten = await rewrite.finish(this.#index);
        // In one turn: a reader takes a place and the log that it is in.
        this.#log = rewritten.log;
        this.#index.replacePlaces(rewritten.index);
        this.#rewrite = undefined;
        await log.retire();
      });
    } catch (error) {
      this.#rewrite = undefined;
      await rewrite.discard();
      throw error;
    }
  }
}

function recordsBytes(records: readonly Uint8Array[]): number {
  return records.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function wantedBytes(place: VariablePlace, withBody: boolean): number {
  const body = withBody || place.bodyBytes <= INLINE_BYTES ? place.bodyBytes : 0;
  return RECORD_HEADER_BYTES + place.descriptionBytes + body;
}

function decodeVariable(bytes: Buffer, place: VariablePlace): LoggedVariable {
  const { description, body } = checkRecord(bytes, place.descriptionBytes);
  const { sum } = description;
  return { record: toVariableRecord(description, body), body, file: place.file, sum };
}

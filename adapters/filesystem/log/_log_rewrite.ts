import { rename, rm } from "node:fs/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Store } from "../disk/_store.ts";
import { LogFile } from "./_log_file.ts";
import { encodeRecord } from "./_log_record.ts";
import { type LogRange, readRanges } from "./_read_ranges.ts";
import { recordBytes, VariableIndex, type VariablePlace } from "./_variable_index.ts";

/** Bytes of records that make up a frame of the new log. */
const FRAME_BYTES = 1_048_576;
/** Changes that are left to the last step, while which nothing is committed: a few milliseconds of work. */
const MAX_LEFT = 1_000;
/** Most rounds to come down to that; who writes faster than this copies has to wait once. */
const MAX_ROUNDS = 4;

interface Copied {
  readonly name: string;
  readonly place: VariablePlace;
  readonly record: Uint8Array;
}

/** What a rewrite results in. */
export interface Rewritten {
  readonly log: LogFile;
  /** Where the variables are in it. */
  readonly index: VariableIndex;
}

/** A new log, made from the living records of an old one. */
export class LogRewrite {
  readonly #store: Store;
  readonly #name: string;
  readonly #source: LogFile;
  readonly #target: LogFile;
  readonly #path: string;
  readonly #index = new VariableIndex();
  /** Names that were changed since they were copied. */
  #touched = new Set<string>();
  #batch: Copied[] = [];
  #cancelled = false;

  private constructor(store: Store, name: string, source: LogFile, target: LogFile, path: string) {
    this.#store = store;
    this.#name = name;
    this.#source = source;
    this.#target = target;
    this.#path = path;
  }

  /** Makes an empty new log. */
  static async start(store: Store, id: string, name: string, source: LogFile): Promise<LogRewrite> {
    const path = store.stagePath(store.nextId());
    return new LogRewrite(store, name, source, await LogFile.create(path, id), path);
  }

  /** A variable was changed in the old log. */
  touch(name: string): void {
    this.#touched.add(name);
  }

  /** The old log is no more. */
  cancel(): void {
    this.#cancelled = true;
  }

  /** Copies what the index refers to; commits to the old log go on meanwhile. */
  async copy(index: VariableIndex): Promise<void> {
    this.#checkWanted();
    const end = this.#source.end;
    await this.#source.replay(
      {
        visit: (subject, { offset }, payload, start) => {
          if (!("name" in subject)) return;
          const place = index.get(subject.name);
          if (place?.offset !== offset) return;
          const record = payload.subarray(start, start + recordBytes(place));
          this.#batch.push({ name: subject.name, place, record });
        },
        flush: () => this.#append(),
      },
      end,
    );
    for (let round = 0; round < MAX_ROUNDS && this.#touched.size > MAX_LEFT; round++) {
      await this.#catchUp(index);
    }
    await this.#target.sync();
  }

  /**
   * Adds what was changed since and puts the new log in the place of the old one. Nothing may be committed meanwhile.
   *
   * @returns The new log, and where the variables are in it.
   */
  async finish(index: VariableIndex): Promise<Rewritten> {
    this.#checkWanted();
    this.#store.guard.check();
    await this.#catchUp(index);
    await this.#target.sync();
    const { layout } = this.#store;
    await rename(this.#path, layout.log(this.#name));
    // From here on the new log counts. If its name cannot be synced, the guard refuses all further writes.
    await this.#store.syncDirectory(layout.shard(this.#name)).catch(() => undefined);
    return { log: this.#target, index: this.#index };
  }

  /** Deletes the new log. */
  async discard(): Promise<void> {
    await this.#target.retire();
    await rm(this.#path, { force: true });
  }

  /** Copies what was changed since it was copied. */
  async #catchUp(index: VariableIndex): Promise<void> {
    const touched = this.#touched;
    this.#touched = new Set();
    const ranges: (LogRange & Omit<Copied, "record">)[] = [];
    const deleted: Uint8Array[] = [];
    for (const name of touched) {
      const place = index.get(name);
      if (place === undefined) {
        if (this.#index.delete(name)) deleted.push(encodeRecord({ deleted: name }));
        continue;
      }
      const bytes = recordBytes(place);
      ranges.push({ name, place, offset: place.offset, bytes });
    }
    let bytesInBatch = 0;
    for await (const [{ name, place, bytes }, record] of readRanges(this.#source, ranges)) {
      this.#batch.push({ name, place, record });
      bytesInBatch += bytes;
      if (bytesInBatch < FRAME_BYTES) continue;
      await this.#append();
      bytesInBatch = 0;
    }
    await this.#append();
    if (deleted.length > 0) await this.#target.append(deleted);
  }

  /** Appends the batch as one frame. */
  async #append(): Promise<void> {
    this.#checkWanted();
    if (this.#batch.length === 0) return;
    let offset = await this.#target.append(this.#batch.map(({ record }) => record));
    for (const { name, place, record } of this.#batch) {
      this.#index.set(name, { ...place, offset });
      offset += record.byteLength;
    }
    this.#batch = [];
  }

  /** To be called before each look at the old log, which is closed once it is no more. */
  #checkWanted(): void {
    if (!this.#cancelled && !this.#store.closed) return;
    throw new StorageError("gone", "Cannot rewrite the log: it is not needed any more");
  }
}

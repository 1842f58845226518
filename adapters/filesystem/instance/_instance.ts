import { rm } from "node:fs/promises";
import { checkPrecondition } from "../../../core/storage/check_precondition.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { ContentReader } from "../contents/_content_reader.ts";
import { InstanceContents } from "../contents/_instance_contents.ts";
import { encodeInstanceName } from "../disk/_instance_name.ts";
import type { Store } from "../disk/_store.ts";
import { systemCode, toStorageError } from "../disk/_to_storage_error.ts";
import { InstanceLog } from "./_instance_log.ts";
import { JobQueue } from "./_job_queue.ts";
import type { PreparedChange } from "./_prepared_change.ts";

/** One `apply` that waits for its commit. */
interface ApplyCall {
  readonly changes: readonly PreparedChange[];
  /** Resolves when the staged contents are complete. */
  readonly ready: Promise<void> | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** A version that was opened: its record, and its content in memory or in a file. */
export interface OpenedVersion {
  readonly record: VariableRecord;
  readonly content: Uint8Array | ContentReader;
}

/** The variables of one instance. Calls that come while a commit is being synced share the next one. */
export class Instance {
  readonly #store: Store;
  readonly #log: InstanceLog;
  readonly #contents: InstanceContents;
  readonly #queue: JobQueue<ApplyCall>;
  readonly #onIdle: () => void;

  private constructor(
    store: Store,
    log: InstanceLog,
    contents: InstanceContents,
    onIdle: () => void,
  ) {
    this.#store = store;
    this.#log = log;
    this.#contents = contents;
    this.#queue = new JobQueue((calls) => this.#commit(calls), onIdle);
    this.#onIdle = onIdle;
  }

  /**
   * Reads an instance, which need not have a variable.
   *
   * @param onIdle Called when it may have become idle.
   */
  static async load(store: Store, id: string, onIdle: () => void): Promise<Instance> {
    const name = encodeInstanceName(id);
    try {
      const log = await InstanceLog.load(store, id, name);
      return new Instance(store, log, new InstanceContents(store, id, name, onIdle), onIdle);
    } catch (error) {
      throw toStorageError(error, `read instance '${id}'`);
    }
  }

  /** Number of variables. */
  get size(): number {
    return this.#log.index.size;
  }

  /** Whether nothing is under way, so that it may be closed. */
  get idle(): boolean {
    return this.#queue.idle && this.#log.idle && this.#contents.idle;
  }

  /**
   * Makes the changes together.
   *
   * @param ready Resolves when the contents that they refer to are complete.
   */
  apply(changes: readonly PreparedChange[], ready?: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.add({ changes, ready, resolve, reject });
    });
  }

  /** Deletes all variables. */
  clear(): Promise<void> {
    return this.#queue.runAlone(async () => {
      this.#store.checkWritable();
      await this.#remove();
    });
  }

  /** The record of a variable. */
  async stat(name: string): Promise<VariableRecord | undefined> {
    return (await this.#log.read(name, false))?.record;
  }

  /** Opens the present version of a variable. */
  async open(name: string): Promise<OpenedVersion | undefined> {
    for (;;) {
      const found = await this.#log.read(name, true);
      if (found === undefined) return undefined;
      const { record, body, file, sum } = found;
      if (file === undefined) return { record, content: body };
      try {
        return { record, content: await this.#contents.open(file, record.size, sum) };
      } catch (error) {
        // Replaced or deleted between the two steps: the variable has another version now.
        if (this.#log.index.get(name)?.file !== file) continue;
        if (systemCode(error) !== "ENOENT") throw toStorageError(error, "open the content");
        throw new StorageError(
          "corrupt",
          `Cannot open variable '${name}': its content is missing`,
          {
            cause: error,
          },
        );
      }
    }
  }

  /** One page of variables. */
  list(after: string, limit: number): Promise<readonly VariableRecord[]> {
    return this.#log.list(after, limit);
  }

  /** Deletes content files that a crash left. */
  sweep(): Promise<void> {
    return this.#queue.runAlone(async () => {
      const referenced = new Set<string>();
      for (const [, { file }] of this.#log.index.entries()) {
        if (file !== undefined) referenced.add(file);
      }
      await this.#contents.sweep((file) => referenced.has(file));
    });
  }

  /** Closes an instance that is idle. */
  async close(): Promise<void> {
    await this.#log.close();
    await this.#contents.close(this.#log.index.files > 0);
  }

  /** Commits calls together. Each is settled only when it is known what is on the disk. */
  async #commit(calls: readonly ApplyCall[]): Promise<void> {
    const changes = new Map<string, PreparedChange>();
    const refusals = new Map<ApplyCall, unknown>();
    try {
      this.#store.checkWritable();
      for (const call of calls) {
        const refusal = await this.#findRefusal(call, changes);
        if (refusal !== undefined) refusals.set(call, refusal);
        else for (const change of call.changes) changes.set(change.name, change);
      }
      await this.#publish([...changes.values()]);
    } catch (error) {
      const failure = toStorageError(error, "commit the changes");
      for (const call of calls) call.reject(failure);
      return;
    }
    for (const call of calls) {
      const refusal = refusals.get(call);
      if (refusal !== undefined) call.reject(refusal);
      else this.#succeed(call, changes);
    }
    if (this.#log.wantsRewrite) this.#store.background.start(() => this.#rewrite());
  }

  /** Why a call cannot be part of the commit. `changes` are those of the calls before it. */
  async #findRefusal(
    call: ApplyCall,
    changes: ReadonlyMap<string, PreparedChange>,
  ): Promise<unknown> {
    try {
      if (call.ready !== undefined) await call.ready;
      for (const { name, condition } of call.changes) {
        if (condition === undefined) continue;
        const earlier = changes.get(name);
        const present = earlier === undefined ? await this.stat(name) : earlier.put?.record;
        checkPrecondition(condition, name, present?.version);
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #publish(changes: readonly PreparedChange[]): Promise<void> {
    const { index } = this.#log;
    // To delete what is not there changes nothing.
    const effective = changes.filter(({ name, put }) => put !== undefined || index.get(name));
    if (effective.length === 0) return;
    let size = index.size;
    for (const { name, put } of effective) {
      if (put === undefined) size--;
      else if (index.get(name) === undefined) size++;
    }
    if (size === 0) return this.#remove();
    const stages = effective.flatMap(({ put }) => put?.stage ?? []);
    const replaced = effective.flatMap(({ name }) => index.get(name)?.file ?? []);
    if (replaced.length > 0) await this.#contents.mark();
    try {
      if (stages.length > 0) await this.#contents.install(stages);
      await this.#log.commit(effective);
    } catch (error) {
      await this.#contents.giveBack(stages);
      throw error;
    }
    this.#contents.drop(replaced);
  }

  async #rewrite(): Promise<void> {
    await this.#log.rewrite((task) => this.#queue.runAlone(task));
    this.#onIdle();
  }

  async #remove(): Promise<void> {
    const mayHaveContents = this.#log.index.files > 0 || this.#contents.marked;
    if (mayHaveContents) await this.#contents.mark();
    await this.#log.remove();
    if (mayHaveContents) await this.#contents.dropAll();
  }

  #succeed(call: ApplyCall, changes: ReadonlyMap<string, PreparedChange>): void {
    for (const change of call.changes) {
      const stage = change.put?.stage;
      // Overwritten by a later call of the same commit: its content never got a place.
      if (stage !== undefined && changes.get(change.name) !== change) {
        this.#store.background.start(() => rm(stage.path, { force: true }));
      }
    }
    call.resolve();
  }
}

import { checkPrecondition } from "../../../core/storage/check_precondition.ts";
import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { Sequence } from "../_sequence.ts";
import type { Contents } from "../contents/_contents.ts";
import type { Store } from "../disk/_store.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import { versionOf } from "../log/_description.ts";
import type { Log } from "../log/_log.ts";
import { type DraftRecord, maxRecordBytes, OPERATIONS } from "../log/_record.ts";
import { type Appended, type DraftCall, placeAt } from "../log/_segment_writer.ts";
import { draftDeletion, type PreparedChange } from "./_prepared_change.ts";

/** The results of the changes of a call. */
export type Applied = readonly (VariableRecord | undefined)[];

/** A commit takes no further call when it has so many calls, or records of more bytes than this. Others wait for the next one. */
const MAX_BATCH_CALLS = 512;
const MAX_BATCH_BYTES = 4_194_304;

/** A call that waits. */
interface Call {
  readonly instanceId: string;
  readonly changes: readonly PreparedChange[];
  readonly resolve: (applied: Applied) => void;
  readonly reject: (error: unknown) => void;
}

/** A call, or a task that runs while no commit runs. A task never rejects. */
type Job = Call | (() => Promise<void>);

/** A call whose preconditions hold, with the records that it adds to the log. */
interface CheckedCall extends DraftCall {
  readonly call: Call;
  readonly records: readonly DraftRecord[];
}

/** The sequence numbers that variables will have after the commit of a batch; `undefined` for a variable that it deletes. */
type Overlay = Map<string, number | undefined>;

/**
 * Commits calls in their order. All calls that wait become one batch, with one append and one sync. The preconditions of a call are
 * checked against the keys, and against the calls before it in its batch. The keys, and so all readers, learn of changes only when
 * these are on the disk.
 */
export class CommitQueue {
  readonly #store: Store;
  readonly #keys: KeyDirectory;
  readonly #contents: Contents;
  readonly #log: Log;
  readonly #sequence: Sequence;
  readonly #onCommit: () => void;
  #jobs: Job[] = [];
  #isWorking = false;

  /** @param onCommit Called after each commit, and after each task. */
  constructor(
    store: Store,
    keys: KeyDirectory,
    contents: Contents,
    log: Log,
    sequence: Sequence,
    onCommit: () => void,
  ) {
    this.#store = store;
    this.#keys = keys;
    this.#contents = contents;
    this.#log = log;
    this.#sequence = sequence;
    this.#onCommit = onCommit;
  }

  /** Applies changes. Resolves when they are on the disk. */
  apply(instanceId: string, changes: readonly PreparedChange[]): Promise<Applied> {
    return new Promise((resolve, reject) => {
      this.#add({ instanceId, changes, resolve, reject });
    });
  }

  /** Deletes all variables of an instance. */
  async clear(instanceId: string): Promise<Applied> {
    await this.runAlone(() => this.#clear(instanceId));
    return [undefined];
  }

  /** Runs a task while no commit runs. Settles as the task does. */
  runAlone(task: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#add(() => task().then(resolve, reject));
    });
  }

  #add(job: Job): void {
    this.#jobs.push(job);
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#jobs.length > 0) {
      // Callers that were answered just now may call again in this turn. So they share the next commit.
      await new Promise((resolve) => setImmediate(resolve));
      const [first] = this.#jobs;
      if (typeof first === "function") {
        this.#jobs.shift();
        await first();
      } else {
        const batch = this.#takeBatch();
        await this.#commit(batch).catch((error) => {
          for (const { reject } of batch) reject(error);
        });
      }
      this.#onCommit();
    }
    this.#isWorking = false;
  }

  /** Takes the calls of the next commit out of the queue: at most up to the next task. */
  #takeBatch(): readonly Call[] {
    const batch: Call[] = [];
    let bytes = 0;
    for (const job of this.#jobs) {
      if (typeof job === "function") break;
      if (batch.length === MAX_BATCH_CALLS || bytes > MAX_BATCH_BYTES) break;
      for (const { draft } of job.changes) bytes += maxRecordBytes(draft);
      batch.push(job);
    }
    this.#jobs.splice(0, batch.length);
    return batch;
  }

  async #commit(batch: readonly Call[]): Promise<void> {
    const checked: CheckedCall[] = [];
    const refused: (() => void)[] = [];
    const overlay: Overlay = new Map();
    for (const call of batch) {
      try {
        checked.push(this.#check(call, overlay));
      } catch (error) {
        refused.push(() => call.reject(error));
      }
    }
    const written = checked.filter(({ records }) => records.length > 0);
    if (written.length > 0) await this.#write(written);
    // A call may be refused because of a call before it in the batch. A crash could have undone that one until now.
    for (const refuse of refused) refuse();
    for (const { call, sequence } of checked) {
      call.resolve(call.changes.map(({ record }) => record?.(sequence)));
    }
  }

  /**
   * Checks a call, and gives it a sequence number.
   *
   * @throws {PreconditionFailedError} If a precondition does not hold.
   * @throws {StorageError} "full" if the disk has no room for the changes.
   */
  #check(call: Call, overlay: Overlay): CheckedCall {
    const { instanceId, changes } = call;
    const records: DraftRecord[] = [];
    for (const { condition, draft } of changes) {
      const { operation, name } = draft;
      if (condition === undefined && operation === OPERATIONS.put) {
        records.push(draft);
        continue;
      }
      const current = this.#current(instanceId, name, overlay);
      const version = current === undefined ? undefined : versionOf(current);
      if (condition !== undefined) checkPrecondition(condition, name, version);
      // There is nothing to delete, so there is nothing to write.
      if (operation === OPERATIONS.put || current !== undefined) records.push(draft);
    }
    this.#requireRoom(records);
    const sequence = this.#sequence.next();
    for (const { operation, name } of records) {
      overlay.set(keyOf(instanceId, name), operation === OPERATIONS.put ? sequence : undefined);
    }
    return { call, sequence, records };
  }

  #current(instanceId: string, name: string, overlay: Overlay): number | undefined {
    const key = keyOf(instanceId, name);
    return overlay.has(key) ? overlay.get(key) : this.#keys.sequenceOf(instanceId, name);
  }

  async #write(calls: readonly CheckedCall[]): Promise<void> {
    const hasFile = calls.some(({ records }) => records.some(({ file }) => file !== undefined));
    if (hasFile) await this.#contents.syncNames();
    const { segment, offsets } = await this.#append(calls);
    const files: number[] = [];
    let index = 0;
    for (const { sequence, records } of calls) {
      for (const { operation, instanceId, name, file, value } of records) {
        const { offset, bytes } = placeAt(offsets, index++);
        const record = { instanceId, name, sequence, file, offset, bytes, value };
        const isPut = operation === OPERATIONS.put;
        const unneeded = isPut
          ? this.#keys.put(segment, record)
          : this.#keys.delete(segment, record);
        if (file !== undefined) this.#contents.use(file);
        if (unneeded !== undefined) files.push(unneeded);
      }
    }
    if (files.length > 0) this.#contents.delete(files);
  }

  async #clear(instanceId: string): Promise<void> {
    const names = this.#keys.names(instanceId);
    if (names.length === 0) return;
    const sequence = this.#sequence.next();
    const calls = [{ sequence, records: draftDeletions(instanceId, names) }];
    const { segment, offsets } = await this.#append(calls);
    const deletions = function* () {
      for (const [index, name] of names.entries()) {
        yield { instanceId, name, sequence, ...placeAt(offsets, index) };
      }
    };
    this.#contents.delete(await this.#keys.clear(instanceId, segment, deletions()));
  }

  /** Checks that the disk has room for the puts. Deletions are always admitted: in the end they free room. */
  #requireRoom(records: readonly DraftRecord[]): void {
    let bytes = 0;
    for (const record of records) {
      if (record.operation === OPERATIONS.put) bytes += maxRecordBytes(record);
    }
    if (bytes > 0) this.#store.requireRoom("small", bytes);
  }

  async #append(calls: readonly DraftCall[]): Promise<Appended> {
    this.#store.checkWritable();
    const { head } = this.#log;
    const appended = await head.append(calls);
    try {
      await head.sync();
    } catch (error) {
      await head.cutUnsynced();
      throw error;
    }
    return appended;
  }
}

function* draftDeletions(instanceId: string, names: readonly string[]): Generator<DraftRecord> {
  for (const name of names) yield draftDeletion(instanceId, name);
}

/** U+0000 occurs in neither instance ids nor names. */
function keyOf(instanceId: string, name: string): string {
  return `${instanceId}\0${name}`;
}

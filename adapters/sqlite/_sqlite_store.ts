import { createVersionSource } from "../../core/storage/create_version_source.ts";
import type { StageWriter } from "../../core/storage/storage_driver.ts";
import type { BackupOptions } from "../backup_options.ts";
import { type Applied, ApplyCall, type ApplyTarget, type OwnedChange } from "./_apply_call.ts";
import { Checkpoints } from "./_checkpoints.ts";
import { ContentHolds } from "./_content_holds.ts";
import { ContentTable } from "./_content_table.ts";
import { ContentWriter } from "./_content_writer.ts";
import { openDatabase } from "./_database.ts";
import type { Database } from "./_driver.ts";
import { InstanceTable } from "./_instance_table.ts";
import { SqliteStage } from "./_sqlite_stage.ts";
import type { VariableOwner } from "./_sqlite_variable.ts";
import { storageError } from "./_storage_error.ts";
import { Sweeper } from "./_sweeper.ts";
import { Transactions } from "./_transactions.ts";
import type { VariableRow } from "./_variable_row.ts";
import { VariableTable } from "./_variable_table.ts";
import { WriteTurns } from "./_write_turns.ts";
import { backUp } from "./backup/_back_up.ts";
import { EntryIndex } from "./query/_entry_index.ts";

/** An open store: its tables, and the objects that write to them. `SqliteDriver` makes a storage of it. */
export class SqliteStore implements ApplyTarget, VariableOwner {
  readonly contents: ContentTable;
  readonly instances: InstanceTable;
  readonly variables: VariableTable;
  readonly entries: EntryIndex;
  readonly holds: ContentHolds;
  readonly nextVersion: () => string = createVersionSource();
  readonly #db: Database;
  readonly #sweeper: Sweeper;
  readonly #turns: WriteTurns;
  readonly #transactions: Transactions;
  readonly #checkpoints: Checkpoints;
  /** Number of stages that are being written. */
  #staging = 0;

  constructor(db: Database) {
    this.#db = db;
    this.contents = new ContentTable(db);
    this.instances = new InstanceTable(db);
    this.variables = new VariableTable(db);
    this.entries = new EntryIndex(db);
    const transactions = new Transactions(db);
    const checkpoints = new Checkpoints(transactions);
    this.#transactions = transactions;
    this.#checkpoints = checkpoints;
    this.#sweeper = new Sweeper({
      db,
      transactions,
      contents: this.contents,
      instances: this.instances,
      variables: this.variables,
      abandon: (content) => this.abandon(content),
      isStaging: () => this.#staging > 0,
      wake: () => this.#turns.wake(),
      checkpoints,
    });
    this.holds = new ContentHolds((content) => this.#sweeper.sweepContent(content));
    this.#turns = new WriteTurns(transactions, checkpoints, this.#sweeper);
    this.#turns.wake();
  }

  /** Opens a store, or creates it. Throws the errors of `SqliteStorage.open`. */
  static async open(path: string): Promise<SqliteStore> {
    const db = await openDatabase(path);
    try {
      return new SqliteStore(db);
    } catch (error) {
      db.close();
      throw storageError(`open '${path}'`, error);
    }
  }

  abandon(content: number): void {
    this.holds.abandon(content);
  }

  sweepInstance(instance: number): void {
    this.#sweeper.sweepInstance(instance);
  }

  find(instanceId: string, name: string): VariableRow | undefined {
    const instance = this.instances.find(instanceId);
    return instance === undefined ? undefined : this.variables.find(instance, name);
  }

  /** Makes the changes in the next turn. */
  commit(instanceId: string, changes: readonly OwnedChange[]): Promise<Applied> {
    const call = new ApplyCall(this, instanceId, changes);
    this.#turns.commit(call);
    return call.applied;
  }

  /** Begins to write a stage. */
  beginStage(): StageWriter<SqliteStage> {
    const writer = new ContentWriter(this.contents, this.#turns);
    this.#staging++;
    return {
      write: (chunk) => writer.write(chunk),
      finish: async () => {
        const bytes = await writer.finish();
        this.#staging--;
        return new SqliteStage(bytes, (content) => this.abandon(content));
      },
      abort: () => {
        this.#staging--;
        if (writer.content !== undefined) this.abandon(writer.content);
      },
    };
  }

  /**
   * Finds out whether the store takes writes, without a write.
   *
   * @throws {StorageError} The error with which a write would be refused.
   */
  checkHealth(): void {
    this.#transactions.check();
    this.#checkpoints.checkRoom();
  }

  /** Copies the store to a new file, see `SqliteStorage.backup`. */
  backUp(target: string, options: BackupOptions): Promise<void> {
    const pageBytes = Number(this.#db.pragma("page_size", { simple: true }));
    return backUp(this.#db, target, pageBytes, options);
  }

  /** Makes the changes that wait, rejects all other work, and closes the file. */
  close(): void {
    this.#turns.close();
    this.#db.close();
  }
}

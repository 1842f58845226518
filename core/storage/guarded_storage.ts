import { checkSource } from "./_check_bytes.ts";
import { GuardedStage } from "./_guarded_stage.ts";
import { GuardedVariable } from "./_guarded_variable.ts";
import { HealthProbe, probeBytes, unwritable } from "./_health_probe.ts";
import { closedError, Lifetime } from "./_lifetime.ts";
import { ownValueInfo } from "./_own_value_info.ts";
import { StageUpload } from "./_stage_upload.ts";
import { checkChanges } from "./check_changes.ts";
import { checkName } from "./check_name.ts";
import { checkPage } from "./check_page.ts";
import { checkQuery, checkQueryPage } from "./query/check_query.ts";
import type {
  Change,
  ClearChange,
  OpenVariable,
  PageOptions,
  Precondition,
  PutChange,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "./storage.ts";
import type {
  DriverChange,
  DriverPut,
  DriverStage,
  DriverVariable,
  StorageDriver,
} from "./storage_driver.ts";
import { StorageError } from "./storage_error.ts";

type Applied = readonly (VariableRecord | undefined)[];

/**
 * A storage in front of a driver. The driver keeps the bytes. The guard does once what each adapter would have to do, so that all
 * adapters behave alike:
 *
 * - It checks arguments before it calls the driver. Arguments outside the contract are a `TypeError` or `RangeError`.
 * - It checks the chunks of a source. If a chunk is not a `Uint8Array`, it ends the source and rejects with a `TypeError`.
 * - It keeps only those members of `valueInfo` that the contract names.
 * - It refuses stages: of another storage with a `TypeError`; used up, discarded or in use by another call with "gone".
 * - If the driver can tell whether it takes writes, it probes that, one call at a time, and with a deadline.
 * - After `close` it refuses every call, read and stage with "closed". `close` waits for running calls, but not for sources.
 *
 * @example
 * ```ts
 * import { GuardedStorage } from "varpost/storage";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const storage = new MemoryStorage();
 * assert(storage instanceof GuardedStorage);
 * await assert.rejects(storage.list("order-1", { limit: 0 }), RangeError);
 * await storage.close();
 * await assert.rejects(storage.list("order-1"), { name: "StorageError", code: "closed" });
 * ```
 */
export class GuardedStorage<Stage extends DriverStage> implements VariableStorage {
  readonly #driver: StorageDriver<Stage>;
  readonly #lifetime = new Lifetime();
  readonly #uploads = new Set<StageUpload<Stage>>();
  #closing: Promise<void> | undefined;

  /** As {@linkcode VariableStorage.query}; `undefined` if the driver lacks it. */
  readonly query: VariableStorage["query"];
  /** As {@linkcode VariableStorage.health}; `undefined` if the driver lacks it. */
  readonly health: VariableStorage["health"];

  /**
   * Puts the guard in front of a driver.
   *
   * @param driver Keeps the bytes. No other code may use it.
   */
  constructor(driver: StorageDriver<Stage>) {
    this.#driver = driver;
    this.query = this.#queryOf(driver.query?.bind(driver));
    this.health = this.#healthOf(driver.health?.bind(driver));
  }

  /** The capabilities of the driver. */
  get capabilities(): StorageCapabilities {
    return this.#driver.capabilities;
  }

  /** As {@linkcode VariableStorage.stage}. */
  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.#lifetime.check();
    checkSource(source);
    return new GuardedStage(this.#lifetime, await this.#lifetime.trackWrite(this.#upload(source)));
  }

  /** As {@linkcode VariableStorage.apply}. */
  apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    try {
      this.#lifetime.check();
      checkChanges(instanceId, changes);
      if (changes.length === 0) return Promise.resolve([]);
      const only = changes[0];
      // Usually there is one change. It needs no closures, which would be most of the guard's cost.
      const isSingle = changes.length === 1 && only !== undefined;
      const owned = isSingle ? [this.#own(only)] : changes.map((change) => this.#own(change));
      if (isSingle ? isStaged(only) : changes.some(isStaged)) {
        const stages = changes.flatMap((change) => this.#stageOf(change));
        return this.#lifetime.trackWrite(this.#applyStages(instanceId, owned, stages));
      }
      return this.#lifetime.trackWrite(this.#driver.apply(instanceId, owned));
    } catch (error) {
      this.#lifetime.onFailedWrite(error);
      return Promise.reject(error);
    }
  }

  /** As {@linkcode VariableStorage.stat}. */
  stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    try {
      this.#checkNames(instanceId, name);
      return this.#lifetime.track(this.#driver.stat(instanceId, name));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As {@linkcode VariableStorage.open}. */
  open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    try {
      this.#checkNames(instanceId, name);
      const variable = this.#driver.open(instanceId, name);
      if (variable instanceof Promise) return this.#lifetime.track(this.#guardLate(variable));
      return Promise.resolve(variable && new GuardedVariable(this.#lifetime, variable));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As {@linkcode VariableStorage.list}. */
  list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    try {
      this.#lifetime.check();
      checkName("instance id", instanceId);
      const { after, limit } = checkPage(page);
      return this.#lifetime.track(this.#driver.list(instanceId, after, limit));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As {@linkcode VariableStorage.instances}. */
  instances(page?: PageOptions): Promise<readonly string[]> {
    try {
      this.#lifetime.check();
      const { after, limit } = checkPage(page);
      return this.#lifetime.track(this.#driver.instances(after, limit));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** As {@linkcode VariableStorage.close}. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes the storage, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const ended = this.#lifetime.end();
    for (const upload of this.#uploads) upload.end(closedError());
    await ended;
    await this.#driver.close();
  }

  async #upload(source: AsyncIterable<Uint8Array>): Promise<Stage> {
    const upload = new StageUpload(source, () => this.#driver.stage());
    this.#uploads.add(upload);
    try {
      return await upload.stage;
    } finally {
      this.#uploads.delete(upload);
    }
  }

  #queryOf(query: StorageDriver<Stage>["query"]): VariableStorage["query"] {
    if (query === undefined) return undefined;
    return async (wanted, page) => {
      this.#lifetime.check();
      return await this.#lifetime.track(query(checkQuery(wanted), checkQueryPage(page)));
    };
  }

  #healthOf(look: StorageDriver<Stage>["health"]): VariableStorage["health"] {
    if (look === undefined) return undefined;
    const probe = new HealthProbe(
      () => this.#lifetime.track(look()),
      async () => (await this.stage(probeBytes())).discard(),
    );
    this.#lifetime.onFailedWrite = (error) => probe.doubt(error);
    return async () => {
      return this.#lifetime.isOpen ? await probe.check() : unwritable(closedError());
    };
  }

  #checkNames(instanceId: string, name: string): void {
    this.#lifetime.check();
    checkName("instance id", instanceId);
    checkName("variable name", name);
  }

  async #guardLate(
    opening: Promise<DriverVariable | undefined>,
  ): Promise<OpenVariable | undefined> {
    const variable = await opening;
    if (variable === undefined) return undefined;
    if (this.#lifetime.isOpen) return new GuardedVariable(this.#lifetime, variable);
    await variable.close();
    throw closedError();
  }

  async #applyStages(
    instanceId: string,
    changes: readonly DriverChange<Stage>[],
    stages: readonly GuardedStage<Stage>[],
  ): Promise<Applied> {
    for (const stage of stages) stage.take();
    try {
      const applied = await this.#driver.apply(instanceId, changes);
      for (const stage of stages) stage.useUp();
      return applied;
    } catch (error) {
      if (error instanceof StorageError && error.mayBeStored) {
        // A variable may have the bytes, so they must not be discarded. If none has, the storage sweeps them later.
        for (const stage of stages) stage.useUp();
        throw error;
      }
      // If a stage cannot be discarded, it becomes an orphan, which the storage sweeps later.
      await Promise.allSettled(stages.map((stage) => stage.giveBack()));
      throw error;
    }
  }

  /** Copies a change, except the bytes of its content. */
  #own(change: Change): DriverChange<Stage> {
    if (change.op === "clear") return CLEAR;
    const { op, name } = change;
    const condition = change.condition && ownCondition(change.condition);
    if (op === "delete") return condition === undefined ? { op, name } : { op, name, condition };
    const { type } = change;
    const valueInfo = ownValueInfo(name, change.valueInfo);
    const content = this.#ownContent(change.content);
    if (condition === undefined) return { op, name, type, valueInfo, content };
    return { op, name, type, valueInfo, content, condition };
  }

  #ownContent(content: PutChange["content"]): DriverPut<Stage>["content"] {
    if (content === null || content instanceof Uint8Array) return content;
    if (this.#isOwn(content)) return content.check();
    throw new TypeError("Cannot apply the changes: a stage is not of this storage");
  }

  #stageOf(change: Change): GuardedStage<Stage>[] {
    if (change.op !== "put" || change.content === null) return [];
    if (change.content instanceof Uint8Array || !this.#isOwn(change.content)) return [];
    return [change.content];
  }

  #isOwn(content: StagedContent): content is GuardedStage<Stage> {
    return content instanceof GuardedStage && content.belongsTo(this.#lifetime);
  }
}

function isStaged(change: Change): boolean {
  if (change.op !== "put" || change.content === null) return false;
  return !(change.content instanceof Uint8Array);
}

const CLEAR: ClearChange = { op: "clear" };

function ownCondition({ ifMatch, ifNoneMatch }: Precondition): Precondition {
  return {
    ...(ifMatch === undefined ? {} : { ifMatch: ownVersions(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: ownVersions(ifNoneMatch) }),
  };
}

function ownVersions(versions: readonly string[] | "*"): readonly string[] | "*" {
  return versions === "*" ? versions : [...versions];
}

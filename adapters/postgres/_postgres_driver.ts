import { StageUpload } from "../../core/storage/_stage_upload.ts";
import {
  INLINE_BYTES,
  type StorageCapabilities,
  type VariableRecord,
} from "../../core/storage/storage.ts";
import type {
  DriverChange,
  DriverPut,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { CallOrder } from "../_call_order.ts";
import type { PostgresStore } from "./_postgres_store.ts";
import { ContentWriter } from "./contents/_content_writer.ts";
import { PostgresStage } from "./contents/_postgres_stage.ts";
import { PostgresVariable } from "./read/_postgres_variable.ts";
import { type Applied, ApplyCall, type OwnedChange } from "./write/_apply_call.ts";

/** Keeps variables in tables of PostgreSQL. */
export class PostgresDriver implements StorageDriver<PostgresStage> {
  readonly capabilities: StorageCapabilities = { durable: true, shared: true };
  readonly #store: PostgresStore;
  readonly #order = new CallOrder();

  constructor(store: PostgresStore) {
    this.#store = store;
  }

  stage(): StageWriter<PostgresStage> {
    return new ContentWriter(this.#store);
  }

  apply(instanceId: string, changes: readonly DriverChange<PostgresStage>[]): Promise<Applied> {
    const owned = changes.map(own);
    if (!owned.some(isLarge) && !this.#order.isWaiting(instanceId)) {
      return this.#commit(instanceId, owned);
    }
    return this.#order.run(instanceId, (before) => this.#applyLarge(instanceId, owned, before));
  }

  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return (await this.#store.lookups.find(instanceId, name))?.record;
  }

  async open(instanceId: string, name: string): Promise<PostgresVariable | undefined> {
    const { lookups } = this.#store;
    const variable = await lookups.find(instanceId, name);
    if (variable === undefined) return undefined;
    const isWanted = async () =>
      (await lookups.find(instanceId, name))?.content === variable.content;
    return new PostgresVariable(this.#store, variable, isWanted);
  }

  list(instanceId: string, after: string, limit: number): Promise<readonly VariableRecord[]> {
    return this.#store.pages.variables(instanceId, after, limit);
  }

  instances(after: string, limit: number): Promise<readonly string[]> {
    return this.#store.pages.instances(after, limit);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** Stages the contents that are too large for a row, then commits the changes like those of any other call. */
  async #applyLarge(
    instanceId: string,
    changes: readonly OwnedChange[],
    before: Promise<void>,
  ): Promise<Applied> {
    const stages: PostgresStage[] = [];
    try {
      const ready: OwnedChange[] = [];
      for (const change of changes) {
        if (!isLarge(change)) {
          ready.push(change);
          continue;
        }
        const stage = await this.#stageBytes(change.content);
        stages.push(stage);
        ready.push({ ...change, content: stage });
      }
      await before;
      return await this.#commit(instanceId, ready);
    } catch (error) {
      // A stage that cannot be discarded goes when its lease has run out.
      await Promise.allSettled(stages.map((stage) => stage.discard()));
      throw error;
    }
  }

  async #commit(instanceId: string, changes: readonly OwnedChange[]): Promise<Applied> {
    const call = new ApplyCall(instanceId, changes);
    this.#store.turns.add(call);
    try {
      const applied = await call.applied;
      useUp(changes);
      return applied;
    } catch (error) {
      // If no variable refers to them, their leases run out.
      if (error instanceof StorageError && error.mayBeStored) useUp(changes);
      throw error;
    }
  }

  #stageBytes(bytes: Uint8Array): Promise<PostgresStage> {
    return new StageUpload(once(bytes), () => this.stage()).stage;
  }
}

/** Copies the bytes of a put, since the caller may change them before they are written. */
function own(change: DriverChange<PostgresStage>): OwnedChange {
  if (change.op !== "put" || !(change.content instanceof Uint8Array)) return change;
  return { ...change, content: new Uint8Array(change.content) };
}

/** Ends the stages of changes to which variables refer now. */
function useUp(changes: readonly OwnedChange[]): void {
  for (const change of changes) {
    if (change.op === "put" && change.content instanceof PostgresStage) change.content.usedUp();
  }
}

function isLarge(
  change: OwnedChange,
): change is DriverPut<PostgresStage> & { readonly content: Uint8Array } {
  return (
    change.op === "put" &&
    change.content instanceof Uint8Array &&
    change.content.length > INLINE_BYTES
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

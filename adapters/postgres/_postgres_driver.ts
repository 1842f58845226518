import type { QueryPage, StorageQuery } from "../../core/storage/query/storage_query.ts";
import {
  INLINE_BYTES,
  type StorageCapabilities,
  type VariableRecord,
} from "../../core/storage/storage.ts";
import type {
  DriverChange,
  DriverQueryPage,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { StagedCalls } from "../_staged_calls.ts";
import type { PostgresStore } from "./_postgres_store.ts";
import { ContentWriter } from "./contents/_content_writer.ts";
import { PostgresStage } from "./contents/_postgres_stage.ts";
import { PostgresVariable } from "./read/_postgres_variable.ts";
import { type Applied, ApplyCall, type OwnedChange } from "./write/_apply_call.ts";

/** Keeps variables in tables of PostgreSQL. */
export class PostgresDriver implements StorageDriver<PostgresStage> {
  readonly capabilities: StorageCapabilities = { durable: true, shared: true };
  readonly #store: PostgresStore;
  readonly #calls = new StagedCalls<PostgresStage>({
    maxBytes: INLINE_BYTES,
    stage: () => this.stage(),
    commit: (instanceId, changes) => this.#commit(instanceId, changes),
  });

  constructor(store: PostgresStore) {
    this.#store = store;
  }

  stage(): StageWriter<PostgresStage> {
    return new ContentWriter(this.#store);
  }

  apply(instanceId: string, changes: readonly DriverChange<PostgresStage>[]): Promise<Applied> {
    return this.#calls.apply(instanceId, changes);
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

  query(query: StorageQuery, page: DriverQueryPage): Promise<QueryPage> {
    return this.#store.queries.query(query, page);
  }

  health(): Promise<void> {
    return this.#store.checkHealth();
  }

  close(): Promise<void> {
    return this.#store.close();
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
}

/** Ends the stages of changes to which variables refer now. */
function useUp(changes: readonly OwnedChange[]): void {
  for (const change of changes) {
    if (change.op === "put" && change.content instanceof PostgresStage) change.content.usedUp();
  }
}

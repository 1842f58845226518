import { nextTurn } from "../../core/_next_turn.ts";
import { checkPrecondition } from "../../core/storage/check_precondition.ts";
import type {
  FoundVariable,
  QueryPage,
  QueryPosition,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import type { StorageCapabilities, VariableRecord } from "../../core/storage/storage.ts";
import type {
  DriverChange,
  DriverPut,
  DriverQueryPage,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { NameIndex } from "../_name_index.ts";
import { OrderedMap } from "../_ordered_map.ts";
import { findKeys } from "../key_query/_find_keys.ts";
import type { VariableKeys } from "../key_query/_variable_keys.ts";
import { MemoryInstance } from "./_memory_instance.ts";
import type { MemoryStage } from "./_memory_stage.ts";
import { MemoryStageWriter } from "./_memory_stage_writer.ts";
import { MemoryVariable } from "./_memory_variable.ts";
import { Opening } from "./_opening.ts";
import type { StoredValue } from "./_stored_variable.ts";
import { TurnBudget } from "./_turn_budget.ts";
import { MAX_POOLED_BYTES } from "./_value_pool.ts";

/** Variables that a page of a query has at most. Their contents, up to 16 KiB each, are copied. */
const MAX_PAGE = 1_000;
/** Names that the index forgets in one turn of the event loop. */
const NAMES_PER_TURN = 2_048;

type Change = DriverChange<MemoryStage>;
type PutChange = DriverPut<MemoryStage>;

/** Keeps variables in memory. All its methods are synchronous. */
export class MemoryDriver implements StorageDriver<MemoryStage> {
  readonly capabilities: StorageCapabilities = { durable: false, shared: false };
  readonly #instances = new OrderedMap<MemoryInstance>();
  readonly #names = new NameIndex();
  readonly #keys: VariableKeys = { instances: this.#instances, names: this.#names };
  readonly #opening = new Opening();
  #versions = 0;
  readonly #budget = new TurnBudget();

  stage(): MemoryStageWriter {
    return new MemoryStageWriter(this.#budget);
  }

  apply(instanceId: string, changes: readonly Change[]): readonly (VariableRecord | undefined)[] {
    const instance = this.#instances.get(instanceId) ?? new MemoryInstance(instanceId, this.#names);
    // Everything that can fail comes first. So either all changes are made, or none.
    for (const change of changes) this.#check(change, instance);
    const wasEmpty = instance.size === 0;
    const only = changes[0];
    let records: (VariableRecord | undefined)[];
    if (changes.length === 1 && only !== undefined) {
      // Most calls have one change. The closures below would take a tenth of its time.
      records = [this.#commit(instanceId, instance, only, this.#prepare(only, instance))];
    } else {
      const values = changes.map((change) => this.#prepare(change, instance));
      records = changes.map((change, i) => this.#commit(instanceId, instance, change, values[i]));
    }
    if (wasEmpty && instance.size > 0) this.#instances.set(instanceId, instance);
    else if (instance.size === 0) this.#instances.delete(instanceId);
    return records;
  }

  stat(instanceId: string, name: string): VariableRecord | undefined {
    return this.#instances.get(instanceId)?.get(name)?.record(this.#opening);
  }

  open(instanceId: string, name: string): MemoryVariable | undefined {
    const found = this.#instances.get(instanceId)?.get(name);
    if (found === undefined) return undefined;
    const record = found.record(this.#opening);
    return new MemoryVariable(record, found.blocksOf(record));
  }

  list(instanceId: string, after: string, limit: number): readonly VariableRecord[] {
    const records: VariableRecord[] = [];
    const instance = this.#instances.get(instanceId);
    for (const name of instance?.namesAfter(after, limit) ?? []) {
      const variable = instance?.get(name);
      if (variable !== undefined) records.push(variable.record(this.#opening));
    }
    return records;
  }

  instances(after: string, limit: number): readonly string[] {
    return this.#instances.namesAfter(after, limit);
  }

  query(query: StorageQuery, { after, skip, limit }: DriverQueryPage): QueryPage {
    const { values = [] } = query;
    const meets = ({ instanceId, name }: QueryPosition) =>
      this.#instances.get(instanceId)?.get(name)?.meets(values) === true;
    const { keys, skipped, next } = findKeys(
      this.#keys,
      query,
      { after, skip, limit: Math.min(limit, MAX_PAGE) },
      { test: values.length === 0 ? undefined : meets },
    );
    const variables: FoundVariable[] = [];
    for (const { instanceId, name } of keys) {
      const record = this.stat(instanceId, name);
      if (record !== undefined) variables.push({ instanceId, record });
    }
    return { variables, skipped, next };
  }

  /** While it is open, nothing keeps it from taking writes. */
  health(): void {}

  close(): void {
    this.#instances.clear();
  }

  #check(change: Change, instance: MemoryInstance): void {
    if (change.op === "clear" || change.condition === undefined) return;
    const version = instance.get(change.name)?.version(this.#opening);
    checkPrecondition(change.condition, change.name, version);
  }

  #prepare(change: Change, instance: MemoryInstance): StoredValue | undefined {
    if (change.op !== "put") return undefined;
    const { name, type, valueInfo, content } = change;
    return {
      type,
      valueInfo,
      isNull: content === null,
      size: sizeOf(content),
      content: this.#keep(name, content, instance),
      version: this.#versions++,
      updatedAt: Date.now() - this.#opening.time,
    };
  }

  #keep(
    name: string,
    content: PutChange["content"],
    instance: MemoryInstance,
  ): StoredValue["content"] {
    if (content === null) return [];
    if (!(content instanceof Uint8Array)) return content.blocks;
    if (content.byteLength > MAX_POOLED_BYTES) return [new Uint8Array(content)];
    return instance.place(name, content);
  }

  #commit(
    instanceId: string,
    instance: MemoryInstance,
    change: Change,
    value: StoredValue | undefined,
  ): VariableRecord | undefined {
    if (change.op === "clear") this.#clear(instanceId, instance);
    if (change.op === "delete") instance.delete(change.name);
    if (change.op !== "put" || value === undefined) return undefined;
    return instance.put(change, value).record(this.#opening);
  }

  /** Deletes an instance at once. If it has many variables, the index learns of it in several turns of the event loop. */
  #clear(instanceId: string, instance: MemoryInstance): void {
    this.#instances.delete(instanceId);
    const { size } = instance;
    this.#unindex(instance, 0);
    if (size <= NAMES_PER_TURN) return;
    void this.#names.removing(async () => {
      for (let at = NAMES_PER_TURN; at < size; at += NAMES_PER_TURN) {
        await nextTurn();
        this.#unindex(instance, at);
      }
    });
  }

  #unindex(instance: MemoryInstance, from: number): void {
    // A new instance of the same id may have some of the names again.
    const present = this.#instances.get(instance.id);
    for (const name of instance.slice(from, from + NAMES_PER_TURN)) {
      if (present?.get(name) === undefined) this.#names.delete(name, instance.id);
    }
  }
}

function sizeOf(content: PutChange["content"]): number {
  if (content === null) return 0;
  return content instanceof Uint8Array ? content.byteLength : content.size;
}

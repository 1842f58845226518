import { checkPrecondition } from "../../core/storage/check_precondition.ts";
import {
  type DeleteChange,
  INLINE_BYTES,
  type VariableRecord,
} from "../../core/storage/storage.ts";
import type { DriverChange, DriverPut } from "../../core/storage/storage_driver.ts";
import type { ContentTable } from "./_content_table.ts";
import type { InstanceTable } from "./_instance_table.ts";
import { SqliteStage, type StagedBytes } from "./_sqlite_stage.ts";
import { withStorageErrors } from "./_storage_error.ts";
import type { PresentRow, VariableTable } from "./_variable_table.ts";
import type { DurableWrite } from "./_write_turns.ts";

/** A put whose bytes are a copy, so that nobody else can change them. */
export type OwnedPut = DriverPut<SqliteStage>;

/** A change whose bytes are a copy, so that nobody else can change them. */
export type OwnedChange = DriverChange<SqliteStage>;

/** The members of a store that a call needs. */
export interface ApplyTarget {
  readonly contents: ContentTable;
  readonly instances: InstanceTable;
  readonly variables: VariableTable;
  nextVersion(): string;
  /** Has an orphaned content deleted once nobody reads it. */
  abandon(content: number): void;
  /** Has the rows of a cleared instance deleted. */
  sweepInstance(instance: number): void;
}

/** The records of a call's changes; `undefined` for each change that is not a put. */
export type Applied = readonly (VariableRecord | undefined)[];

/** Names the call in messages about damaged pages. */
const ACTION = "apply the changes";

/** The cost of a change besides its content, in bytes: a change without content takes as long as a KiB of content. */
const ROW_BYTES = 1_024;

/** One call of `apply`, in a transaction that other calls may share. */
export class ApplyCall implements DurableWrite {
  readonly bytes: number;
  readonly grows: boolean;
  readonly applied: Promise<Applied>;
  readonly #target: ApplyTarget;
  readonly #instanceId: string;
  readonly #changes: readonly OwnedChange[];
  readonly #present: (PresentRow | undefined)[] = [];
  readonly #records: (VariableRecord | undefined)[] = [];
  readonly #abandoned: number[] = [];
  #instance: number | undefined;
  #isNewInstance = false;
  #cleared: number | undefined;
  #resolve: (applied: Applied) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(target: ApplyTarget, instanceId: string, changes: readonly OwnedChange[]) {
    this.#target = target;
    this.#instanceId = instanceId;
    this.#changes = changes;
    this.grows = changes.some((change) => change.op === "put");
    this.bytes = changes.reduce((sum, change) => sum + bytesOf(change), 0);
    this.applied = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  check(): void {
    this.#reset();
    const { instances } = this.#target;
    this.#instance = withStorageErrors(ACTION, () => instances.find(this.#instanceId));
    for (const change of this.#changes) {
      if (change.op === "clear") continue;
      const present = withStorageErrors(ACTION, () => this.#find(change));
      checkPrecondition(change.condition, change.name, present?.version);
      this.#present.push(present);
    }
  }

  write(): void {
    for (const [index, change] of this.#changes.entries()) {
      if (change.op === "clear") this.#clear();
      else this.#replace(this.#present[index], change);
    }
    this.#deleteEmptyInstance();
  }

  committed(): void {
    for (const content of this.#abandoned) this.#target.abandon(content);
    if (this.#cleared !== undefined) this.#target.sweepInstance(this.#cleared);
    this.#resolve(this.#records);
  }

  failed(error: unknown): void {
    this.#forgetNewInstance();
    this.#reject(error);
  }

  /** Forgets an earlier transaction with this call, which may have been rolled back. */
  #reset(): void {
    for (const list of [this.#present, this.#records, this.#abandoned]) list.length = 0;
    this.#cleared = undefined;
    this.#forgetNewInstance();
  }

  /** Forgets an instance that this call added, since other calls may have found it in the transaction that was rolled back. */
  #forgetNewInstance(): void {
    if (this.#isNewInstance) this.#target.instances.forget(this.#instanceId);
    this.#isNewInstance = false;
  }

  #find({ name, condition }: OwnedPut | DeleteChange): PresentRow | undefined {
    if (this.#instance === undefined) return undefined;
    return this.#target.variables.present(this.#instance, name, condition !== undefined);
  }

  #clear(): void {
    this.#records.push(undefined);
    if (this.#instance === undefined) return;
    this.#target.instances.clear(this.#instance, this.#instanceId);
    this.#cleared = this.#instance;
  }

  #replace(present: PresentRow | undefined, change: OwnedPut | DeleteChange): void {
    if (change.op === "put") this.#put(present, change);
    else if (present !== undefined) this.#target.variables.delete(present);
    if (change.op === "delete") this.#records.push(undefined);
    if (present?.content === undefined) return;
    this.#target.contents.orphan(present.content);
    this.#abandoned.push(present.content);
  }

  #put(present: PresentRow | undefined, change: OwnedPut): void {
    const { variables } = this.#target;
    const { content: given } = change;
    const bytes = given instanceof SqliteStage ? given.bytes : given;
    const isInline = bytes instanceof Uint8Array && bytes.length <= INLINE_BYTES;
    const record: VariableRecord = {
      name: change.name,
      type: change.type,
      valueInfo: change.valueInfo,
      isNull: bytes === null,
      size: bytes === null ? 0 : sizeOf(bytes),
      version: this.#target.nextVersion(),
      updatedAt: new Date(),
      ...(isInline ? { inline: bytes } : {}),
    };
    const content = bytes === null || isInline ? undefined : this.#contentOf(bytes);
    if (present !== undefined) variables.replace(present, { record, content });
    else {
      this.#instance ??= this.#addInstance();
      variables.insert(this.#instance, { record, content });
    }
    this.#records.push(record);
  }

  #addInstance(): number {
    this.#isNewInstance = true;
    return this.#target.instances.add(this.#instanceId);
  }

  /** Makes the variable refer to the bytes, and returns the number of their content. */
  #contentOf(bytes: StagedBytes): number {
    const { contents } = this.#target;
    if (!(bytes instanceof Uint8Array)) {
      contents.adopt(bytes.content);
      return bytes.content;
    }
    const content = contents.newId();
    contents.insert(content, 0, bytes);
    return content;
  }

  #deleteEmptyInstance(): void {
    if (this.#instance === undefined || this.#cleared !== undefined) return;
    if (this.#changes.some((change) => change.op === "put")) return;
    const { variables, instances } = this.#target;
    if (variables.isEmpty(this.#instance)) instances.delete(this.#instance, this.#instanceId);
  }
}

/** The cost of a change in bytes. The bytes of a stage do not count, since they were written before. */
function bytesOf(change: OwnedChange): number {
  const isBytes = change.op === "put" && change.content instanceof Uint8Array;
  return ROW_BYTES + (isBytes ? change.content.length : 0);
}

function sizeOf(bytes: StagedBytes): number {
  return bytes instanceof Uint8Array ? bytes.length : bytes.size;
}

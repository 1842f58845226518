import type {
  Change,
  OpenVariable,
  PageOptions,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";

/** Passes each call to another storage. Subclasses override what they do differently. */
export class StorageWrapper implements VariableStorage {
  protected readonly inner: VariableStorage;
  /** The leftovers of a broken storage, for the contract suite. */
  readonly left: string[] = [];

  constructor(inner: VariableStorage) {
    this.inner = inner;
  }

  get capabilities(): StorageCapabilities {
    return this.inner.capabilities;
  }

  stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    return this.inner.stage(source);
  }

  apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    return this.inner.apply(instanceId, changes);
  }

  stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.inner.stat(instanceId, name);
  }

  open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    return this.inner.open(instanceId, name);
  }

  list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    return this.inner.list(instanceId, page);
  }

  instances(page?: PageOptions): Promise<readonly string[]> {
    return this.inner.instances(page);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

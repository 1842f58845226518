import type {
  Change,
  OpenVariable,
  PageOptions,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../../core/storage/storage.ts";

/** A storage whose writes are checked at the last moment: what a request is about may have ended while its body came. */
export class LastingWrites implements VariableStorage {
  readonly #storage: VariableStorage;
  readonly #check: () => void;

  /**
   * @param storage The storage.
   * @param check Throws if the write must not be done any more.
   */
  constructor(storage: VariableStorage, check: () => void) {
    this.#storage = storage;
    this.#check = check;
  }

  get capabilities(): StorageCapabilities {
    return this.#storage.capabilities;
  }

  stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    return this.#storage.stage(source);
  }

  async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.#check();
    return await this.#storage.apply(instanceId, changes);
  }

  stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.#storage.stat(instanceId, name);
  }

  open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    return this.#storage.open(instanceId, name);
  }

  list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    return this.#storage.list(instanceId, page);
  }

  instances(page?: PageOptions): Promise<readonly string[]> {
    return this.#storage.instances(page);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { MemoryStorage } from "../../../adapters/memory.ts";
import type { Change, VariableRecord } from "../../../core/mod.ts";

/** Writes a line for each apply, and never syncs it. */
export class UnsyncedStorage extends MemoryStorage {
  readonly #log: string;

  constructor(directory: string) {
    super();
    this.#log = join(directory, "log");
  }

  override async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    const records = await super.apply(instanceId, changes);
    await appendFile(this.#log, `${instanceId} ${changes.length}\n`);
    return records;
  }
}

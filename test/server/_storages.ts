import { MemoryStorage } from "../../adapters/memory.ts";
import type { VariableStorage } from "../../core/mod.ts";

/** Every storage there is, by name: opens an empty one for `run`, and removes it afterwards. */
export const STORAGES: readonly (readonly [
  name: string,
  withStorage: (run: (storage: VariableStorage) => Promise<void>) => Promise<void>,
])[] = [["memory", (run) => run(new MemoryStorage())]];

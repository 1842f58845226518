import { FilesystemDriver } from "../../adapters/filesystem/_filesystem_driver.ts";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { GuardedStorage } from "../../core/storage/guarded_storage.ts";
import type { PutChange, VariableStorage } from "../../core/storage/storage.ts";
import { withTempDir } from "./temp_dir.ts";

/** Calls `run` with an open store in a directory of its own, and closes it afterwards. */
export function withFilesystemStore(
  run: (storage: FilesystemStorage, directory: string) => Promise<void>,
): Promise<void> {
  return withTempDir(async (directory) => {
    const storage = await FilesystemStorage.open(directory);
    try {
      await run(storage, directory);
    } finally {
      await storage.close();
    }
  });
}

/** Opens a store whose log has short segments, so that few writes fill and merge them. */
export async function openWithSegments(
  directory: string,
  segmentBytes: number,
): Promise<VariableStorage> {
  const options = { acceptDamage: false, onDamage() {}, segmentBytes };
  return new GuardedStorage(await FilesystemDriver.open(directory, options));
}

/** Makes a change that sets `name` to bytes. */
export function putBytes(name: string, content: PutChange["content"]): PutChange {
  return { op: "put", name, type: "Bytes", valueInfo: {}, content };
}

/** Makes `size` bytes, each of which is `fill`. */
export function filled(size: number, fill: number): Uint8Array {
  return new Uint8Array(size).fill(fill);
}

/** Reads the whole content of a variable; `undefined` if the variable does not exist. */
export async function readBytes(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<Uint8Array | undefined> {
  const variable = await storage.open(instanceId, name);
  if (variable === undefined) return undefined;
  try {
    const parts: Uint8Array[] = [];
    for await (const part of variable.read()) parts.push(part);
    return new Uint8Array(Buffer.concat(parts));
  } finally {
    await variable.close();
  }
}

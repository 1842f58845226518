import { createHash, type Hash } from "node:crypto";
import type { VariableStorage } from "../../../core/storage/storage.ts";

const PAGE = 100;

/** What two stores with the same variables have in common. */
export interface StoreDigest {
  readonly instances: number;
  readonly variables: number;
  readonly bytes: number;
  /** SHA-256 of all names, types, value infos, nulls and bytes, in hexadecimal. */
  readonly sha256: string;
}

/** Reads all of a storage. Versions and times are not compared. */
export async function digestOf(storage: VariableStorage): Promise<StoreDigest> {
  const hash = createHash("sha256");
  let [instances, variables, bytes] = [0, 0, 0];
  for (let after = ""; ; ) {
    const page = await storage.instances({ after, limit: PAGE });
    for (const instanceId of page) {
      instances++;
      const found = await addInstance(storage, instanceId, hash);
      variables += found.variables;
      bytes += found.bytes;
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
  }
  return { instances, variables, bytes, sha256: hash.digest("hex") };
}

async function addInstance(storage: VariableStorage, instanceId: string, hash: Hash) {
  let [variables, bytes] = [0, 0];
  for (let after = ""; ; ) {
    const page = await storage.list(instanceId, { after, limit: PAGE });
    for (const { name, type, valueInfo, isNull, size, inline } of page) {
      variables++;
      bytes += size;
      const info = Object.entries(valueInfo).sort();
      hash.update(JSON.stringify([instanceId, name, type, info, isNull, size]));
      if (inline !== undefined) hash.update(inline);
      else if (!isNull) await addContent(storage, instanceId, name, hash);
    }
    const last = page.at(-1);
    if (last === undefined) return { variables, bytes };
    after = last.name;
  }
}

async function addContent(
  storage: VariableStorage,
  instanceId: string,
  name: string,
  hash: Hash,
): Promise<void> {
  const variable = await storage.open(instanceId, name);
  if (variable === undefined) throw new Error(`'${name}' of '${instanceId}' is not there`);
  try {
    for await (const chunk of variable.read()) hash.update(chunk);
  } finally {
    await variable.close();
  }
}

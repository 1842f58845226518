import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { InstanceCache } from "../instance/_instance_cache.ts";
import type { Store } from "./_store.ts";

/** What an earlier process may have left behind. */
export interface Leftovers {
  /** Paths of files and folders that nothing refers to. */
  readonly garbage: readonly string[];
  /** Marks of instances that may have content files which nothing refers to. */
  readonly marks: readonly string[];
}

/** Looks for leftovers. Only before the store is used: what comes later is not one. */
export async function findLeftovers({ layout }: Store): Promise<Leftovers> {
  const garbage: string[] = [];
  for (const folder of [layout.stage, layout.trash]) {
    for (const entry of await readdir(folder)) garbage.push(join(folder, entry));
  }
  return { garbage, marks: await readdir(layout.touched) };
}

/** Deletes leftovers, while the store is used. Ends early if it closes. What fails is left to the next opening. */
export async function sweep(
  store: Store,
  instances: InstanceCache,
  { garbage, marks }: Leftovers,
): Promise<void> {
  for (const path of garbage) {
    if (store.closed) return;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
  for (const mark of marks) {
    if (store.closed) return;
    await sweepInstance(store, instances, mark).catch(() => undefined);
  }
}

async function sweepInstance(store: Store, instances: InstanceCache, mark: string): Promise<void> {
  const id = await store.marks.read(mark);
  if (id === undefined) await store.marks.remove(mark);
  else await instances.use(id, (instance) => instance.sweep());
}

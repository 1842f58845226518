import { scratchPath } from "../support/scratch.ts";
import type { Table } from "../support/table.ts";
import { inChild } from "./in_child.ts";
import type { Store } from "./stores.ts";

/** The time is taken in so many parts, so that a storage that becomes slower shows it. */
export const PARTS = 10;

/** How fast a storage takes the first value of each of many new instances. */
export interface NewInstancesResult {
  readonly store: string;
  readonly instances: number;
  /** Values a second over all of them, and in the slowest tenth, in the best round. */
  readonly perSecond: number;
  readonly slowest: number;
}

/** Writes first values of 1 KiB with 32 writers, store by store. */
export async function measureNewInstances(
  stores: readonly Store[],
  instances: number,
  rounds: number,
): Promise<NewInstancesResult[]> {
  const best = new Map<string, NewInstancesResult>();
  for (let round = 0; round < rounds; round += 1) {
    for (const store of stores) {
      const result = await once(store, instances);
      const before = best.get(store.name);
      if (before === undefined || result.perSecond > before.perSecond) best.set(store.name, result);
    }
  }
  return [...best.values()];
}

async function once(store: Store, instances: number): Promise<NewInstancesResult> {
  const file = "new_instances_main.ts";
  const path = scratchPath();
  const seconds = await inChild({ file, store, path, arguments: [instances] }, isSeconds);
  const perSecond = instances / seconds.reduce((sum, part) => sum + part, 0);
  return {
    store: store.name,
    instances,
    perSecond,
    slowest: instances / PARTS / Math.max(...seconds),
  };
}

function isSeconds(value: unknown): value is readonly number[] {
  return Array.isArray(value);
}

export function newInstancesTable(results: readonly NewInstancesResult[]): Table {
  return {
    title: "First value of each of many new instances, 1 KiB, 32 writers: values a second",
    columns: ["", "instances", "all", "slowest tenth"],
    rows: results.map(({ store, instances, perSecond, slowest }) => [
      store,
      instances.toLocaleString("en"),
      perSecond.toFixed(0),
      slowest.toFixed(0),
    ]),
  };
}

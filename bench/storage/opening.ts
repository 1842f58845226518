import { scratchPath } from "../support/scratch.ts";
import type { Table } from "../support/table.ts";
import { diskBytes, diskInodes } from "./disk_use.ts";
import { inChild } from "./in_child.ts";
import { VARIABLES_EACH } from "./small_values.ts";
import type { Store } from "./stores.ts";

/**
 * Before each `kill -9` so large a part of all instances is written again. What has to be read after it depends on how much that was:
 * with 10⁵ instances the largest part nearly fills a segment of the filesystem storage.
 */
const PARTS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

/** Milliseconds of opening, and bytes of memory more than before. */
export interface Opened {
  readonly open: number;
  readonly resident: number;
}

/** Milliseconds to count the instances, to search all of them for a variable that there is not, and to list their ids. */
export interface Searched {
  readonly count: number;
  readonly absent: number;
  readonly list: number;
}

/** A store with many small values, in its best round after a clean stop. */
export interface OpeningResult extends Opened, Searched {
  readonly store: string;
  readonly variables: number;
  /** Milliseconds of the slowest opening after `kill -9`; `undefined` if the storage is not durable. */
  readonly afterKill: number | undefined;
  /** What the store takes on the disk after a clean stop. */
  readonly bytes: number | undefined;
  readonly inodes: number | undefined;
}

export async function measureOpening(
  stores: readonly Store[],
  instances: number,
  rounds: number,
): Promise<OpeningResult[]> {
  const results: OpeningResult[] = [];
  for (const store of stores) {
    process.stderr.write(`  ${store.name}\n`);
    results.push(await measureStore(store, instances, rounds));
  }
  return results;
}

async function measureStore(
  store: Store,
  instances: number,
  rounds: number,
): Promise<OpeningResult> {
  const path = scratchPath();
  const isDurable = store.kind !== "memory";
  if (isDurable) await write(store, path, [0, instances, instances, "close"]);
  const bytes = isDurable ? await diskBytes(path) : undefined;
  const inodes = isDurable ? await diskInodes(path) : undefined;
  let opened = await open(store, path, instances);
  for (let round = 1; round < rounds; round += 1) {
    const again = await open(store, path, instances);
    opened = {
      open: Math.min(opened.open, again.open),
      resident: Math.min(opened.resident, again.resident),
    };
  }
  const searched = await inChild(
    { file: "search_main.ts", store, path, arguments: [instances] },
    isSearched,
  );
  const afterKill = isDurable ? await openAfterKills(store, path, instances) : undefined;
  const variables = instances * VARIABLES_EACH;
  return { store: store.name, variables, ...opened, ...searched, afterKill, bytes, inodes };
}

async function openAfterKills(store: Store, path: string, instances: number): Promise<number> {
  let slowest = 0;
  let from = 0;
  for (const part of PARTS) {
    const to = from + Math.ceil(instances * part);
    await write(store, path, [from, to, instances, "kill"]);
    from = to;
    slowest = Math.max(slowest, (await open(store, path, instances)).open);
  }
  return slowest;
}

function open(store: Store, path: string, instances: number): Promise<Opened> {
  return inChild({ file: "open_main.ts", store, path, arguments: [instances] }, isOpened);
}

async function write(store: Store, path: string, args: readonly (string | number)[]) {
  await inChild({ file: "write_main.ts", store, path, arguments: args }, isWritten);
}

function isWritten(value: unknown): value is "written" {
  return value === "written";
}

function isOpened(value: unknown): value is Opened {
  return typeof value === "object" && value !== null && "resident" in value;
}

function isSearched(value: unknown): value is Searched {
  return typeof value === "object" && value !== null && "absent" in value;
}

export function openingTable(results: readonly OpeningResult[]): Table {
  const each = (value: number | undefined, number: number, digits = 0) =>
    value === undefined ? "–" : (value / number).toFixed(digits);
  return {
    title: "Many values of 30 bytes, 10 in each instance",
    note: "Opening and searches in ms, memory and disk in bytes for each variable. After kill -9: the slowest of several.",
    columns: [
      "",
      "variables",
      "open",
      "open after kill -9",
      "memory",
      "disk",
      "inodes for each instance",
      "count of instances",
      "search for an absent name",
      "list of instances",
    ],
    rows: results.map((result) => [
      result.store,
      result.variables.toLocaleString("en"),
      each(result.open, 1),
      each(result.afterKill, 1),
      each(result.resident, result.variables),
      each(result.bytes, result.variables),
      each(result.inodes, result.variables / VARIABLES_EACH, 3),
      ...[result.count, result.absent, result.list].map((time) => each(time, 1)),
    ]),
  };
}

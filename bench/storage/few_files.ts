import { scratchPath } from "../support/scratch.ts";
import type { Table } from "../support/table.ts";
import { inChild } from "./in_child.ts";
import type { Store } from "./stores.ts";

const FEW = 256;

/** `stat` and `apply` a second. */
export interface FewFilesSpeed {
  readonly stats: number;
  readonly applies: number;
}

/** The speed of a storage in a process that may open few files, and in one that may open as many as this one; in their best rounds. */
export interface FewFilesResult {
  readonly store: string;
  readonly instances: number;
  readonly few: FewFilesSpeed;
  readonly many: FewFilesSpeed;
}

/** Asks for and writes random instances, with a limit and without one in turns. */
export async function measureFewFiles(
  stores: readonly Store[],
  instances: number,
  rounds: number,
): Promise<FewFilesResult[]> {
  const results: FewFilesResult[] = [];
  for (const store of stores) {
    const path = scratchPath();
    const once = (maxFiles?: number) =>
      inChild(
        { file: "few_files_main.ts", store, path, arguments: [instances], maxFiles },
        isFewFilesSpeed,
      );
    let few: FewFilesSpeed = { stats: 0, applies: 0 };
    let many = few;
    for (let round = 0; round < rounds; round += 1) {
      few = faster(few, await once(FEW));
      many = faster(many, await once());
    }
    results.push({ store: store.name, instances, few, many });
  }
  return results;
}

function faster(a: FewFilesSpeed, b: FewFilesSpeed): FewFilesSpeed {
  return { stats: Math.max(a.stats, b.stats), applies: Math.max(a.applies, b.applies) };
}

function isFewFilesSpeed(value: unknown): value is FewFilesSpeed {
  return typeof value === "object" && value !== null && "stats" in value;
}

export function fewFilesTable(results: readonly FewFilesResult[]): Table {
  return {
    title: `1 KiB values, 32 workers, with \`ulimit -n ${FEW}\` and without: calls a second`,
    columns: ["", "instances", "stat, few files", "stat", "apply, few files", "apply"],
    rows: results.map(({ store, instances, few, many }) => [
      store,
      instances.toLocaleString("en"),
      ...[few.stats, many.stats, few.applies, many.applies].map((speed) => speed.toFixed(0)),
    ]),
  };
}

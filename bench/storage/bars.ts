import { type Bar, ratioBar } from "../support/bar.ts";
import type { DriverResult } from "./drivers.ts";
import type { FewFilesResult } from "./few_files.ts";
import { type MergeResult, median } from "./merge.ts";
import type { NewInstancesResult } from "./new_instances.ts";
import type { OpeningResult } from "./opening.ts";
import { queriesBars } from "./queries/table.ts";
import type { QueriesResult } from "./queries.ts";
import { VARIABLES_EACH } from "./small_values.ts";
import { FILESYSTEM, MEMORY, OTHER } from "./stores.ts";

/** All figures of a run. The lists of sections that were left out are empty. */
export interface StorageFigures {
  readonly new: readonly NewInstancesResult[];
  readonly files: readonly FewFilesResult[];
  readonly opening: readonly OpeningResult[];
  readonly merge: readonly MergeResult[];
  readonly drivers: readonly DriverResult[];
  readonly queries: readonly QueriesResult[];
}

/** The promises about the filesystem storage, and about queries of each storage, with the figures of this run. Those about another version need `--against`. */
export function storageBars(figures: StorageFigures): Bar[] {
  const [fresh, before] = [FILESYSTEM.name, OTHER].map((name) => find(figures.new, name));
  const files = find(figures.files, FILESYSTEM.name);
  const merge = find(figures.merge, FILESYSTEM.name);
  return [
    ratioBar(
      "first values of new instances: filesystem ÷ other",
      { atLeast: 5 },
      fresh?.perSecond,
      before?.perSecond,
    ),
    ratioBar("stat: few files ÷ many", { atLeast: 0.9 }, files?.few.stats, files?.many.stats),
    ratioBar("apply: few files ÷ many", { atLeast: 0.9 }, files?.few.applies, files?.many.applies),
    ...openingBars(figures.opening),
    ratioBar(
      "p99 of posts during a merge ÷ before",
      { atMost: 2 },
      merge && median(merge.during),
      merge && median(merge.before),
    ),
    ...figures.queries.flatMap(queriesBars),
  ];
}

function openingBars(results: readonly OpeningResult[]): Bar[] {
  const [ours, memory, other] = [FILESYSTEM.name, MEMORY.name, OTHER].map((name) =>
    find(results, name),
  );
  const each = (value: number | undefined, number = 1) =>
    value === undefined || ours === undefined ? undefined : value / (ours.variables / number);
  const bar = (what: string, atMost: number, unit: string, figure: number | undefined) => {
    return { what: `many small values: ${what}`, figure, atMost, unit };
  };
  return [
    bar("opening after a clean stop", 1_000, "ms", ours?.open),
    bar("opening after kill -9", 2_000, "ms", ours?.afterKill),
    bar("memory for each variable", 200, "bytes", each(ours?.resident)),
    bar("disk for each variable", 150, "bytes", each(ours?.bytes)),
    bar("inodes for each instance", 0.01, "", each(ours?.inodes, VARIABLES_EACH)),
    ratioBar("count of instances: filesystem ÷ other", { atMost: 0.1 }, ours?.count, other?.count),
    ratioBar("absent name: filesystem ÷ other", { atMost: 0.1 }, ours?.absent, other?.absent),
    ratioBar("list of instances: filesystem ÷ memory", { atMost: 1.5 }, ours?.list, memory?.list),
  ];
}

function find<T extends { readonly store: string }>(
  results: readonly T[],
  name: string,
): T | undefined {
  return results.find(({ store }) => store === name);
}

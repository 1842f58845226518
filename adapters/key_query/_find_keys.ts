import type { QueryPosition, StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { DriverQueryPage } from "../../core/storage/storage_driver.ts";
import { type KeyRun, sliceOfRun } from "./_key_run.ts";
import { planRuns } from "./_plan_runs.ts";
import type { VariableKeys } from "./_variable_keys.ts";

/** Milliseconds of work in one call: a nasty pattern takes a hundred times as long for each name as a plain one. */
const MAX_TIME = 4;
/** So many variables are looked at, however late it is: on a busy machine each page would be torn. */
const MIN_STEPS = 256;
const PARTS_AT_ONCE = 64;

/** A page of a query, without the values. */
export interface KeyPage {
  /** The variables of the page, in the order of the query. */
  readonly keys: readonly QueryPosition[];
  /** As in `QueryPage`. */
  readonly skipped: number;
  /** As in `QueryPage`. */
  readonly next: QueryPosition | undefined;
}

/** What else a query asks for, besides what the keys tell. */
export interface FindOptions {
  /** Whether the value of a variable meets the conditions. Default: each does. */
  readonly test?: ((key: QueryPosition) => boolean) | undefined;
  /** How many variables are looked at. Default: as many as time allows. Only tests change it. */
  readonly maxSteps?: number | undefined;
  /** Up to so many variables are sorted. Only tests change it. */
  readonly few?: number | undefined;
}

/** Finds a page of the variables that meet the conditions of a query. It does a bounded amount of work. */
export function findKeys(
  keys: VariableKeys,
  query: StorageQuery,
  { after, skip, limit }: DriverQueryPage,
  { test, maxSteps = Number.POSITIVE_INFINITY, few }: FindOptions = {},
): KeyPage {
  const found: QueryPosition[] = [];
  let steps = 0;
  let skipped = 0;
  const end = performance.now() + MAX_TIME;
  const isOver = () => steps > maxSteps || (steps > MIN_STEPS && performance.now() > end);
  for (const run of planRuns(keys, query, after, few)) {
    if (isOver()) return { keys: found, skipped, next: run.position("") };
    steps++;
    let at = run.from;
    if (test === undefined && run.filter === undefined) {
      const passed = Math.min(skip - skipped, run.parts.size - at);
      at += passed;
      skipped += passed;
    }
    while (at < run.parts.size) {
      const parts = sliceOfRun(run, at, at + PARTS_AT_ONCE);
      at += parts.length;
      steps += parts.length;
      for (const part of parts) {
        if (run.filter?.(part) === false) continue;
        const key = run.position(part);
        if (test?.(key) === false) continue;
        if (skipped < skip) skipped++;
        else if (found.push(key) === limit) return { keys: found, skipped, next: key };
      }
      if (at < run.parts.size && isOver())
        return { keys: found, skipped, next: lastOf(run, parts) };
    }
  }
  return { keys: found, skipped, next: undefined };
}

function lastOf(run: KeyRun, parts: readonly string[]): QueryPosition {
  return run.position(parts.at(-1) ?? "");
}

/** A documented difference from the engine. */
export interface TaskDifference {
  /** The first cell of its row in `docs/differences.md`. */
  readonly reason: string;
  /** The status of the double. */
  readonly status: number;
}

const BROKEN_JSON = "JSON that cannot be read, or has the wrong types";
const ORDER = "tasks without `sorting` or `usePriority`";
const UNTYPED = "a list or object without `type`, as a worker sees it";
const DESERIALIZED = "a Json with `deserializeValues`";
const INCIDENTS = "incidents, batches, further tasks";
const OPTIONS = "OPTIONS";
const PATH = "a path of which nobody knows anything";

/** The steps that differ, by scenario, counted from 1. */
type Steps = Readonly<Record<string, readonly number[]>>;

const DIFFERENT: readonly (readonly [reason: string, status: number, steps: Steps])[] = [
  [
    BROKEN_JSON,
    400,
    {
      "fetch/json-errors": [1, 2, 3, 4, 5, 6, 7, 8, 9],
      "fetch/bodies": [1],
      "complete/invalid": [9, 11],
      "complete/bodies": [3],
      "failure/input": [6],
      "lock/input": [5],
      "priority/set": [6],
      "retries/set": [6],
    },
  ],
  [ORDER, 200, { "fetch/max": [1, 2] }],
  [UNTYPED, 200, { "fetch/types": [1] }],
  [DESERIALIZED, 200, { "fetch/deserialize": [1], "complete/types": [3] }],
  [INCIDENTS, 404, { "failure/zero": [4, 7] }],
  [OPTIONS, 204, { "http/methods": [3] }],
  [PATH, 404, { "http/methods": [10] }],
];

/** The steps that differ on purpose, by `SCENARIO NUMBER`. */
export const TASK_DIFFERENCES: ReadonlyMap<string, TaskDifference> = new Map(
  DIFFERENT.flatMap(([reason, status, steps]) =>
    Object.entries(steps).flatMap(([scenario, numbers]) =>
      numbers.map((number) => [`${scenario} ${number}`, { reason, status }] as const),
    ),
  ),
);

/** Whether the double answered a step as it has to: as the engine, or in the other way that is meant. */
export function isExpected(comparison: {
  readonly key: string;
  readonly status: number;
  readonly difference: string | undefined;
}): boolean {
  const known = TASK_DIFFERENCES.get(comparison.key);
  if (known === undefined) return comparison.difference === undefined;
  return comparison.difference !== undefined && comparison.status === known.status;
}

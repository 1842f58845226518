/** A difference from the engine on purpose. */
export interface TaskDifference {
  readonly reason: string;
  /** The status of the double. */
  readonly status: number;
}

const BROKEN_JSON =
  "JSON that cannot be read: the engine draws at its start whether it says nothing, in JSON, or what its parser says, as text; here it is JSON that says where";
const ORDER = "tasks in the order of creation where no order is promised";
const UNTYPED = "a list without a type is kept as JSON, and not as a Java serialization stream";
const DESERIALIZED =
  "a Json that is deserialized is its JSON, and not the bean of the engine's class";
const INCIDENTS = "there are no incidents: 404";
const OPTIONS = "OPTIONS is 204";
const PATH = "a path of which the engine knows nothing is 404 in other words";

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

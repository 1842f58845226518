import { EngineError } from "../../_engine_error.ts";
import type { TaskSorting, TaskSortKey } from "./_task_query.ts";

/** What a list of tasks may be sorted by. */
export const SORT_KEYS: readonly TaskSortKey[] = [
  "id",
  "lockExpirationTime",
  "processInstanceId",
  "processDefinitionId",
  "processDefinitionKey",
  "tenantId",
  "taskPriority",
  "createTime",
];

/** Finds a key by its name; `undefined` if there is none. */
export function sortKey(name: string | null): TaskSortKey | undefined {
  return SORT_KEYS.find((key) => key === name);
}

/** Whether a text is an order. */
export function isOrder(text: string | null): text is TaskSorting["sortOrder"] {
  return text === "asc" || text === "desc";
}

/**
 * Checks single parameters.
 *
 * @param wrong Makes the error for one of them that is unknown.
 */
export function singleSorting(
  sortBy: string | null,
  sortOrder: string | null,
  wrong: (name: string, value: string) => Error,
): readonly TaskSorting[] {
  const key = sortKey(sortBy);
  if (sortOrder !== null && !isOrder(sortOrder)) throw wrong("sortOrder", sortOrder);
  if (sortBy !== null && key === undefined) throw wrong("sortBy", sortBy);
  if (key !== undefined && sortOrder !== null) return [{ sortBy: key, sortOrder }];
  if (sortBy === null && sortOrder === null) return [];
  const message = "Only a single sorting parameter specified. sortBy and sortOrder required";
  throw new EngineError(400, "InvalidRequestException", message);
}

import type { VariableCondition } from "../../../../core/variables/options/variable_query.ts";
import type { Task } from "../tasks/_task.ts";

/** What a list of tasks is sorted by. */
export type TaskSortKey =
  | "id"
  | "lockExpirationTime"
  | "processInstanceId"
  | "processDefinitionId"
  | "processDefinitionKey"
  | "tenantId"
  | "taskPriority"
  | "createTime";

/** One of the things that a list is sorted by. */
export interface TaskSorting {
  readonly sortBy: TaskSortKey;
  readonly sortOrder: "asc" | "desc";
}

/** Whether a task meets a condition at a time. Milliseconds since 1970. */
export type TaskCondition = (task: Task, now: number) => boolean;

/** Which tasks are wanted, and in which order. */
export interface TaskQuery {
  /** All of them must hold. */
  readonly conditions: readonly TaskCondition[];
  /** Conditions on variables of the tasks' instances. All of them must hold. */
  readonly processVariables: readonly VariableCondition[];
  readonly sorting: readonly TaskSorting[];
}

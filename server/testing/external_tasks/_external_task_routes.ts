import type { Operation } from "../../../core/rest/_context.ts";
import type { Route } from "../../../core/rest/routes/_route_table.ts";
import type { ExternalTasks } from "./_external_tasks.ts";
import { fetchAndLock } from "./operations/_fetch_operations.ts";
import { extendTaskLock, lockTask, unlockTask } from "./operations/_lock_operations.ts";
import {
  countTasks,
  getErrorDetails,
  getTask,
  getTopicNames,
  listTasks,
  queryTasks,
  queryTasksCount,
} from "./operations/_read_operations.ts";
import { completeTask, handleBpmnError, handleFailure } from "./operations/_report_operations.ts";
import {
  setManyRetries,
  setManyRetriesAsync,
  setTaskPriority,
  setTaskRetries,
} from "./operations/_setting_operations.ts";

/** The routes of external tasks. Those with a name come before those with an id. */
export function externalTaskRoutes(tasks: ExternalTasks): readonly Route[] {
  return [
    {
      path: "/external-task",
      operations: {
        GET: { id: "getExternalTasks", run: listTasks(tasks) },
        POST: { id: "queryExternalTasks", run: queryTasks(tasks) },
      },
    },
    {
      path: "/external-task/count",
      operations: {
        GET: { id: "getExternalTasksCount", run: countTasks(tasks) },
        POST: { id: "queryExternalTasksCount", run: queryTasksCount(tasks) },
      },
    },
    {
      path: "/external-task/fetchAndLock",
      operations: { POST: { id: "fetchAndLock", run: fetchAndLock(tasks) } },
    },
    {
      path: "/external-task/topic-names",
      operations: { GET: { id: "getTopicNames", run: getTopicNames(tasks) } },
    },
    {
      path: "/external-task/retries",
      operations: { PUT: { id: "setExternalTaskRetries", run: setManyRetries(tasks) } },
    },
    {
      path: "/external-task/retries-async",
      operations: {
        POST: { id: "setExternalTaskRetriesAsyncOperation", run: setManyRetriesAsync(tasks) },
      },
    },
    {
      path: "/external-task/{id}",
      operations: { GET: { id: "getExternalTask", run: getTask(tasks) } },
    },
    ...singleTaskRoutes(tasks),
  ];
}

/** The routes below a task. */
function singleTaskRoutes(tasks: ExternalTasks): readonly Route[] {
  const post = (name: string, id: string, run: Operation): Route => ({
    path: `/external-task/{id}/${name}`,
    operations: { POST: { id, run } },
  });
  return [
    post("complete", "completeExternalTaskResource", completeTask(tasks)),
    post("bpmnError", "handleExternalTaskBpmnError", handleBpmnError(tasks)),
    post("failure", "handleFailure", handleFailure(tasks)),
    post("lock", "lock", lockTask(tasks)),
    post("extendLock", "extendLock", extendTaskLock(tasks)),
    post("unlock", "unlock", unlockTask(tasks)),
    {
      path: "/external-task/{id}/errorDetails",
      operations: { GET: { id: "getExternalTaskErrorDetails", run: getErrorDetails(tasks) } },
    },
    {
      path: "/external-task/{id}/priority",
      operations: {
        PUT: { id: "setExternalTaskResourcePriority", run: setTaskPriority(tasks) },
      },
    },
    {
      path: "/external-task/{id}/retries",
      operations: { PUT: { id: "setExternalTaskResourceRetries", run: setTaskRetries(tasks) } },
    },
  ];
}

import { printDate } from "./_engine_date.ts";
import type { Task } from "./_task.ts";

/** Members of an answer in their order, each in JSON. */
type Members = Readonly<Record<string, string>>;

/** Prints a task as the engine's reads do. */
export function printTask(task: Task): string {
  const { lock, rest, process } = members(task);
  const suspended = JSON.stringify(task.instance.suspended);
  return printMembers({ ...lock, ...process, suspended, ...rest, ...last(task) });
}

/**
 * Prints a task as `fetchAndLock` does, which has more members, and takes no task for suspended.
 *
 * @param task The task.
 * @param variables Its variables, as one JSON object.
 * @param hasExtensionProperties Whether its extension properties were asked for.
 */
export function printFetchedTask(
  task: Task,
  variables: string,
  hasExtensionProperties: boolean,
): string {
  const { lock, rest, process } = members(task);
  const { activityId = "", activityInstanceId = "", errorMessage = "", ...behind } = lock;
  return printMembers({
    activityId,
    activityInstanceId,
    errorMessage,
    errorDetails: JSON.stringify(task.errorDetails),
    ...behind,
    ...process,
    suspended: "false",
    ...rest,
    variables,
    ...last(task),
    extensionProperties: JSON.stringify(hasExtensionProperties ? task.extensionProperties : {}),
  });
}

function members(task: Task): {
  readonly lock: Members;
  readonly process: Members;
  readonly rest: Members;
} {
  const { instance, lockedUntil } = task;
  return {
    lock: inJson({
      activityId: task.activityId,
      activityInstanceId: task.activityInstanceId,
      errorMessage: task.errorMessage,
      executionId: task.executionId,
      id: task.id,
      lockExpirationTime: lockedUntil === null ? null : printDate(lockedUntil),
      createTime: printDate(task.createdAt),
    }),
    process: inJson({
      processDefinitionId: instance.definitionId,
      processDefinitionKey: instance.definitionKey,
      processDefinitionVersionTag: instance.versionTag,
      processInstanceId: instance.id,
      retries: task.retries,
    }),
    rest: inJson({
      workerId: task.workerId,
      topicName: task.topicName,
      tenantId: instance.tenantId,
    }),
  };
}

function last({ priority, instance }: Task): Members {
  return { priority: `${priority}`, businessKey: JSON.stringify(instance.businessKey) };
}

function inJson(values: Readonly<Record<string, string | number | null>>): Members {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

function printMembers(members: Members): string {
  return `{${Object.entries(members).map(([name, json]) => `"${name}":${json}`)}}`;
}

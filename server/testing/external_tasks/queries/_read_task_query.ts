import type { Task } from "../tasks/_task.ts";
import { nullValue } from "../tasks/_task_errors.ts";
import type { QuerySource } from "./_query_source.ts";
import type { TaskCondition, TaskQuery } from "./_task_query.ts";

/** What a filter by a text or a list compares. */
const TEXTS: Readonly<Record<string, (task: Task) => string | null>> = {
  externalTaskId: ({ id }) => id,
  topicName: ({ topicName }) => topicName,
  workerId: ({ workerId }) => workerId,
  executionId: ({ executionId }) => executionId,
  activityId: ({ activityId }) => activityId,
  processInstanceId: ({ instance }) => instance.id,
  processDefinitionId: ({ instance }) => instance.definitionId,
  processDefinitionKey: ({ instance }) => instance.definitionKey,
};

const LISTS: Readonly<Record<string, (task: Task) => string | null>> = {
  externalTaskIdIn: ({ id }) => id,
  activityIdIn: ({ activityId }) => activityId,
  processInstanceIdIn: ({ instance }) => instance.id,
  processDefinitionKeyIn: ({ instance }) => instance.definitionKey,
  tenantIdIn: ({ instance }) => instance.tenantId,
};

const FLAGS: Readonly<Record<string, TaskCondition>> = {
  locked: (task, now) => task.isLocked(now),
  notLocked: (task, now) => !task.isLocked(now),
  active: ({ instance }) => !instance.suspended,
  suspended: ({ instance }) => instance.suspended,
  withRetriesLeft: (task) => task.hasRetries,
  noRetriesLeft: ({ retries }) => retries === 0,
};

/** Lists in which `null` is the id of nothing. */
const NULL_FINDS_NOTHING = ["externalTaskIdIn", "processDefinitionKeyIn"];

/** Definitions have no names here, so none has this one. */
const NAMES = ["processDefinitionName", "processDefinitionNameLike"];

/**
 * Reads which tasks are wanted. Unknown filters are ignored, as in the engine.
 *
 * @throws {EngineError | InvalidQueryError} If one cannot be read.
 */
export function readTaskQuery(source: QuerySource): TaskQuery {
  return {
    conditions: [
      ...Object.entries(TEXTS).flatMap(([name, get]) => isText(source.text(name), get)),
      ...Object.entries(LISTS).flatMap(([name, get]) => isIn(name, source.texts(name), get)),
      ...Object.entries(FLAGS).flatMap(([name, holds]) => (source.flag(name) ? [holds] : [])),
      ...NAMES.flatMap((name) => (source.text(name) === null ? [] : [() => false])),
      ...limits(source),
    ],
    processVariables: source.conditions("processVariables"),
    sorting: source.sorting(),
  };
}

function isText(wanted: string | null, get: (task: Task) => string | null): TaskCondition[] {
  return wanted === null ? [] : [(task) => get(task) === wanted];
}

function isIn(
  name: string,
  wanted: readonly (string | null)[] | null,
  get: (task: Task) => string | null,
): TaskCondition[] {
  if (wanted === null) return [];
  if (wanted.includes(null) && !NULL_FINDS_NOTHING.includes(name)) {
    throw nullValue(`${name === "tenantIdIn" ? "tenantIds" : name} contains null value`);
  }
  return [
    (task) => {
      const value = get(task);
      return value !== null && wanted.includes(value);
    },
  ];
}

function limits(source: QuerySource): TaskCondition[] {
  const before = source.date("lockExpirationBefore");
  const after = source.date("lockExpirationAfter");
  const least = source.integer("priorityHigherThanOrEquals");
  const most = source.integer("priorityLowerThanOrEquals");
  const conditions: TaskCondition[] = [];
  const isLocked = ({ lockedUntil }: Task) => lockedUntil !== null;
  if (before !== null) conditions.push((t) => isLocked(t) && (t.lockedUntil ?? 0) < before);
  if (after !== null) conditions.push((t) => isLocked(t) && (t.lockedUntil ?? 0) > after);
  if (least !== null) conditions.push(({ priority }) => priority >= least);
  if (most !== null) conditions.push(({ priority }) => priority <= most);
  return conditions;
}

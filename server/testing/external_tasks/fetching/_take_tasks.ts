import { printFetchedTask } from "../tasks/_print_task.ts";
import type { Task } from "../tasks/_task.ts";
import { persistenceFault } from "../tasks/_task_errors.ts";
import type { TaskStore } from "../tasks/_task_store.ts";
import type { FetchRequest, FetchTopic } from "./_fetch_request.ts";
import { meetsTopic } from "./_meets_topic.ts";
import { meetsVariables } from "./_meets_variables.ts";

/** The engine's column for workers has so many characters. */
const MAX_WORKER_ID = 255;

/** A task that a worker gets, and the topic by which it was found. */
interface Found {
  readonly task: Task;
  readonly topic: FetchTopic;
}

/**
 * Locks the tasks that a worker asks for. Nothing else may happen to tasks meanwhile.
 *
 * @returns The tasks as a list in JSON; `undefined` if there are none.
 * @throws {EngineError} If there are some, and the worker's id is too long.
 */
export async function takeTasks(
  store: TaskStore,
  request: FetchRequest,
): Promise<string | undefined> {
  const { workerId } = request;
  const found = await find(store, request);
  if (found.length === 0) return undefined;
  if (workerId.length > MAX_WORKER_ID) throw persistenceFault();
  const variables: string[] = [];
  for (const { task, topic } of found) variables.push(await printVariables(store, task, topic));
  const now = store.clock.now();
  const printed = found.map(({ task, topic }, index) => {
    task.lock(workerId, now + topic.lockDuration);
    return printFetchedTask(task, variables[index] ?? "{}", topic.includeExtensionProperties);
  });
  return `[${printed}]`;
}

async function find(store: TaskStore, request: FetchRequest): Promise<Found[]> {
  const now = store.clock.now();
  const found: Found[] = [];
  for (const task of sorted(store.all(), request)) {
    if (found.length >= request.maxTasks) break;
    const topic = request.topics.get(task.topicName);
    if (topic === undefined || !meetsTopic(task, topic, now)) continue;
    if (await meetsVariables(task, topic.processVariables, store.scopes))
      found.push({ task, topic });
  }
  return found;
}

/** Sorts tasks that are in the order of creation. */
function sorted(tasks: Task[], { usePriority, createTime }: FetchRequest): Task[] {
  if (createTime === "desc") tasks.reverse();
  // Sorting is stable.
  if (usePriority) tasks.sort((a, b) => Number(b.priority - a.priority));
  return tasks;
}

function printVariables(
  { scopes }: TaskStore,
  { executionId }: Task,
  { variables, localVariables, deserializeValues }: FetchTopic,
): Promise<string> {
  const names = variables ?? undefined;
  return scopes.print(executionId, { names, local: localVariables, deserializeValues });
}

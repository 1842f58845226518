import { EngineError } from "../../_engine_error.ts";
import type { TaskStore } from "../tasks/_task_store.ts";

/** What the engine says of a negative number of retries. */
const NEGATIVE =
  "The number of retries cannot be negative: retries is not greater than or equal to 0";

/** Sets how often a task may be tried. */
export function setRetries(store: TaskStore, id: string, retries: number): void {
  if (retries < 0) throw new EngineError(400, "BadUserRequestException", NEGATIVE, 0);
  store.find(id).setRetries(retries);
}

/** Sets the retries of several tasks, of all or of none. */
export function setRetriesOfAll(
  store: TaskStore,
  ids: readonly (string | null)[],
  retries: number,
): void {
  if (ids.length === 0) throw refused("externalTaskIds is empty");
  const named = checkIds(ids);
  if (retries < 0) throw refused(NEGATIVE);
  const tasks = named.map((id) => {
    const task = store.get(id);
    if (task !== undefined) return task;
    throw refused(`Cannot find external task with id ${id}: externalTask is null`, 404);
  });
  for (const task of tasks) task.setRetries(retries);
}

/**
 * Sets the retries of several tasks as a batch of the engine does: what it cannot set it leaves.
 *
 * @returns The number of tasks that the batch is about.
 */
export function setRetriesInBatch(
  store: TaskStore,
  ids: readonly (string | null)[],
  retries: number,
): number {
  if (ids.length === 0) throw refused("externalTaskIds is empty");
  const unique = new Set(checkIds(ids));
  if (retries < 0) return unique.size;
  for (const id of unique) store.get(id)?.setRetries(retries);
  return unique.size;
}

function checkIds(ids: readonly (string | null)[]): readonly string[] {
  return ids.map((id) => {
    if (id !== null) return id;
    throw refused("External task id cannot be null: externalTaskIds contains null value");
  });
}

function refused(message: string, status = 400): EngineError {
  return new EngineError(status, "InvalidRequestException", message);
}

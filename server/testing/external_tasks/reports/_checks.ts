import type { EngineError } from "../../_engine_error.ts";
import type { Task } from "../tasks/_task.ts";
import { badState, engineFault, nullValue } from "../tasks/_task_errors.ts";

/** What a worker reports, in the words of the engine's errors: `{what} by worker …`. */
type Refused = (id: string) => string;

/** @throws {EngineError} 500 if there is no worker. */
export function requireWorker(workerId: string | null): asserts workerId is string {
  if (workerId === null) throw nullValue("workerId is null");
}

/** @throws {EngineError} 400 if the task is not the worker's. Whether the lock has run out does not matter. */
export function checkHolder(
  { id, workerId: holder }: Task,
  workerId: string,
  refused: Refused,
): void {
  if (holder === workerId) return;
  throw heldByAnother(refused(id), workerId, holder);
}

/** The error if a task is not the worker's. */
export function heldByAnother(
  refused: string,
  workerId: string,
  holder: string | null,
): EngineError {
  return badState(`${refused} by worker '${workerId}'. It is locked by worker '${holder}'.`);
}

/** @throws {EngineError} 400 if the task's instance is suspended. */
export function checkActive({ id, instance }: Task): void {
  if (!instance.suspended) return;
  throw badState(`ENGINE-03043 ExternalTask with id '${id}' is suspended.`);
}

/** @throws {EngineError} 500 if a number is negative. */
export function checkNotNegative(name: string, value: number): void {
  if (value < 0) throw engineFault(`${name} is not greater than or equal to 0`);
}

/** @throws {EngineError} 400 if a duration is not positive. */
export function checkPositive(name: string, value: number): void {
  if (value <= 0) throw badState(`${name} is not greater than 0`);
}

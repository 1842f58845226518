import { badState } from "../tasks/_task_errors.ts";
import type { TaskStore } from "../tasks/_task_store.ts";
import { checkActive, checkPositive, heldByAnother, requireWorker } from "./_checks.ts";

/** Locks a task that is free, the worker's own, or whose lock has run out. */
export function lock(
  store: TaskStore,
  id: string,
  workerId: string | null,
  lockDuration: number,
): void {
  requireWorker(workerId);
  checkPositive("lockDuration", lockDuration);
  const task = store.find(id);
  const now = store.clock.now();
  if (task.workerId !== workerId && task.isLocked(now)) {
    throw heldByAnother(`External Task ${id} cannot be locked`, workerId, task.workerId);
  }
  task.lock(workerId, now + lockDuration);
}

/** Lets the worker's own lock end so much later than now. */
export function extendLock(
  store: TaskStore,
  id: string,
  workerId: string | null,
  newDuration: number,
): void {
  checkPositive("lockTime", newDuration);
  requireWorker(workerId);
  const task = store.find(id);
  const now = store.clock.now();
  if (task.workerId !== workerId) {
    const refused = `The lock of the External Task ${id} cannot be extended`;
    // The second quote behind the worker is the engine's.
    throw heldByAnother(refused, `${workerId}'`, task.workerId);
  }
  if (!task.isLocked(now)) {
    throw badState(
      `Cannot extend a lock that expired: lockExpirationTime is not greater than or equal to ${now}`,
    );
  }
  checkActive(task);
  task.lock(workerId, now + newDuration);
}

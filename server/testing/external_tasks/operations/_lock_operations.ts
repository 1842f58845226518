import type { Operation } from "../../../../core/rest/_context.ts";
import type { ExternalTasks } from "../_external_tasks.ts";
import { extendLock, lock } from "../reports/_locks.ts";
import { readBody } from "../requests/_read_body.ts";
import { DTO, NO_CONTENT } from "./_answers.ts";

/** `POST /external-task/{id}/lock`: locks a task for a worker. */
export function lockTask(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.externaltask.LockExternalTaskDto.getWorkerId()" because "lockExternalTaskDto" is null`;
  return async (context) => {
    const [id = ""] = context.parameters;
    const body = await readBody(context, ifNull);
    const workerId = body.text("workerId");
    const lockDuration = Number(body.integer("lockDuration", 64) ?? 0n);
    await tasks.step((store) => lock(store, id, workerId, lockDuration));
    return NO_CONTENT;
  };
}

/** `POST /external-task/{id}/extendLock`: gives a worker another time. */
export function extendTaskLock(tasks: ExternalTasks): Operation {
  const ifNull = `Cannot invoke "${DTO}.externaltask.ExtendLockOnExternalTaskDto.getWorkerId()" because "extendLockDto" is null`;
  return async (context) => {
    const [id = ""] = context.parameters;
    const body = await readBody(context, ifNull);
    const workerId = body.text("workerId");
    const newDuration = Number(body.integer("newDuration", 64) ?? 0n);
    await tasks.step((store) => extendLock(store, id, workerId, newDuration));
    return NO_CONTENT;
  };
}

/** `POST /external-task/{id}/unlock`: takes the lock off, whoever asks for it. The body is not looked at. */
export function unlockTask(tasks: ExternalTasks): Operation {
  return async ({ parameters: [id = ""] }) => {
    await tasks.step((store) => store.find(id).unlock());
    tasks.wake();
    return NO_CONTENT;
  };
}

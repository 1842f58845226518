import type { PutChange } from "../../../../core/storage/storage.ts";
import type { EngineError } from "../../_engine_error.ts";
import { plainValues } from "../../values/_plain_value.ts";
import type { SentVariables } from "../external_task.ts";
import { engineFault, nullValue } from "../tasks/_task_errors.ts";
import type { TaskStore } from "../tasks/_task_store.ts";
import { checkActive, checkHolder, checkNotNegative, requireWorker } from "./_checks.ts";

/** What a worker sent of itself and its variables. */
export interface Report {
  readonly workerId: string | null;
  readonly variables: readonly PutChange[];
  readonly localVariables: readonly PutChange[];
  /** Why the variables cannot be stored; `undefined` if they can. */
  readonly fault: EngineError | undefined;
}

/** What a worker sent of a BPMN error. */
export interface BpmnErrorReport extends Report {
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** What a worker sent of a failure. */
export interface FailureReport extends Report {
  readonly errorMessage: string | null;
  readonly errorDetails: string | null;
  readonly retries: number;
  readonly retryTimeout: number;
}

/** Completes a task. */
export async function complete(store: TaskStore, id: string, report: Report): Promise<void> {
  const { workerId } = report;
  requireWorker(workerId);
  const task = store.find(id);
  checkHolder(task, workerId, () => `External Task ${id} cannot be completed`);
  checkActive(task);
  const tell = await setVariables(store, task.executionId, report);
  try {
    await store.end(task);
  } finally {
    // It has ended, also if the storage could not forget its variables.
    task.handle.complete(
      workerId,
      tell((values) => ({ workerId, ...values })),
    );
  }
}

/** Ends a task by a BPMN error. There is no process that could catch it. */
export async function throwBpmnError(
  store: TaskStore,
  id: string,
  report: BpmnErrorReport,
): Promise<void> {
  const { workerId, errorCode, errorMessage } = report;
  requireWorker(workerId);
  if (errorCode === null) throw nullValue("errorCode is null");
  const task = store.find(id);
  checkHolder(task, workerId, () => `Bpmn error of External Task ${id} cannot be reported`);
  checkActive(task);
  if (errorCode === "") throw engineFault("Error Code is empty");
  const tell = await setVariables(store, task.executionId, report);
  try {
    await store.end(task);
  } finally {
    task.handle.throwBpmnError(
      workerId,
      errorCode,
      tell(({ variables }) => ({ workerId, errorCode, errorMessage, variables })),
    );
  }
}

/** Keeps a failure of a task, which may be tried again later. */
export async function fail(store: TaskStore, id: string, report: FailureReport): Promise<void> {
  const { workerId, errorMessage, errorDetails, retries, retryTimeout } = report;
  requireWorker(workerId);
  checkNotNegative("retries", retries);
  checkNotNegative("retryDuration", retryTimeout);
  const task = store.find(id);
  checkHolder(task, workerId, () => `Failure of External Task ${id} cannot be reported`);
  checkActive(task);
  const tell = await setVariables(store, task.executionId, report);
  task.setError(errorMessage, errorDetails);
  task.setRetries(retries);
  task.lock(workerId, store.clock.now() + retryTimeout);
  const told = { workerId, errorMessage, errorDetails, retries, retryTimeout };
  task.handle.fail(
    workerId,
    retries,
    errorMessage,
    tell((values) => ({ ...told, ...values })),
  );
}

/** Variables that a worker sent, in plain values. */
type Sent = Promise<{
  readonly variables: SentVariables;
  readonly localVariables: SentVariables;
}>;

/**
 * Sets variables.
 *
 * @throws {EngineError} If they cannot be stored.
 *
 * @returns Makes of what was sent what the test's author gets. If JavaScript cannot hold a value, only that is refused.
 */
async function setVariables(
  { scopes }: TaskStore,
  executionId: string,
  { variables, localVariables, fault }: Report,
): Promise<<T>(make: (sent: Awaited<Sent>) => T) => Promise<T>> {
  if (fault !== undefined) throw fault;
  const sent = valuesOf(variables, localVariables);
  // Staged contents can be read only until they are stored.
  await Promise.allSettled([sent]);
  await scopes.set(executionId, variables, localVariables);
  return (make) => {
    const told = sent.then(make);
    // Of a second failure nobody is told.
    told.catch(() => {});
    return told;
  };
}

async function valuesOf(
  variables: readonly PutChange[],
  localVariables: readonly PutChange[],
): Sent {
  return {
    variables: await plainValues(variables),
    localVariables: await plainValues(localVariables),
  };
}

import type { CompletedTask, ExternalTask, FailedTask, TaskBpmnError } from "../external_task.ts";
import { Outcome } from "./_outcome.ts";

/** What a task is to those who await what becomes of it. */
export interface TaskNames {
  readonly id: string;
  readonly processInstanceId: string;
  readonly executionId: string;
  readonly topicName: string;
}

/** What the test's author gets of a task. */
export class TaskHandle implements ExternalTask {
  readonly id: string;
  readonly processInstanceId: string;
  readonly executionId: string;
  readonly #topicName: string;
  readonly #completed = new Outcome<CompletedTask>();
  readonly #failed = new Outcome<FailedTask>();
  readonly #bpmnError = new Outcome<TaskBpmnError>();

  constructor({ id, processInstanceId, executionId, topicName }: TaskNames) {
    this.id = id;
    this.processInstanceId = processInstanceId;
    this.executionId = executionId;
    this.#topicName = topicName;
  }

  get completed(): Promise<CompletedTask> {
    return this.#completed.promise;
  }

  get failed(): Promise<FailedTask> {
    return this.#failed.promise;
  }

  get bpmnError(): Promise<TaskBpmnError> {
    return this.#bpmnError.promise;
  }

  /** A worker has completed the task. */
  complete(workerId: string, sent: Promise<CompletedTask>): void {
    this.#completed.fulfil(sent);
    const end = `worker '${workerId}' completed it`;
    this.#failed.refuse(this.#because("a failure", end));
    this.#bpmnError.refuse(this.#because("a BPMN error", end));
  }

  /** A worker has ended the task by a BPMN error. */
  throwBpmnError(workerId: string, errorCode: string, sent: Promise<TaskBpmnError>): void {
    this.#bpmnError.fulfil(sent);
    const end = `worker '${workerId}' ended it by the BPMN error '${errorCode}'`;
    this.#completed.refuse(this.#because("the completion", end));
    this.#failed.refuse(this.#because("a failure", end));
  }

  /** A worker has reported a failure. */
  fail(
    workerId: string,
    retries: number,
    errorMessage: string | null,
    sent: Promise<FailedTask>,
  ): void {
    this.#failed.fulfil(sent);
    if (retries > 0) return;
    const end = `worker '${workerId}' reported a failure and left no retries (${errorMessage ?? "without a message"}); set its retries`;
    this.#completed.refuse(this.#because("the completion", end));
    this.#bpmnError.refuse(this.#because("a BPMN error", end));
  }

  /** The task may be tried again. */
  retry(): void {
    this.#completed.renew();
    this.#bpmnError.renew();
  }

  /** The task is gone for a reason that is no worker's. */
  drop(reason: string): void {
    this.#completed.refuse(this.#because("the completion", reason));
    this.#failed.refuse(this.#because("a failure", reason));
    this.#bpmnError.refuse(this.#because("a BPMN error", reason));
  }

  #because(awaited: string, reason: string): Error {
    return new Error(
      `Cannot await ${awaited} of external task ${this.id} (topic '${this.#topicName}'): ${reason}`,
    );
  }
}

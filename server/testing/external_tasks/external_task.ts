import type { PlainValue } from "../values/plain_value.ts";

/** An external task that a test has added, and what becomes of it. */
export interface ExternalTask {
  /** Id of the task. */
  readonly id: string;
  /** Id of the process instance of which it is part. */
  readonly processInstanceId: string;
  /** Id of its execution, to which its local variables belong. */
  readonly executionId: string;
  /**
   * What the worker sent with `complete`. Rejects when the task can no longer be completed: it ended by a BPMN error, its process
   * instance was deleted, the engine was reset or closed, or a failure left no retries. In the last case set retries, and read this
   * member again.
   */
  readonly completed: Promise<CompletedTask>;
  /** What the worker sent with its first `failure`. Rejects when the task has ended without one. */
  readonly failed: Promise<FailedTask>;
  /** What the worker sent with `bpmnError`. Rejects when the task has ended in another way, or a failure left no retries. */
  readonly bpmnError: Promise<TaskBpmnError>;
}

/** Variables that a worker sent, as plain JavaScript values, by their names. */
export type SentVariables = Readonly<Record<string, PlainValue>>;

/** What a worker sent with `complete`. */
export interface CompletedTask {
  /** Id of the worker. */
  readonly workerId: string;
  /** The variables for the process instance. */
  readonly variables: SentVariables;
  /** The variables for the task alone. */
  readonly localVariables: SentVariables;
}

/** What a worker sent with `failure`. */
export interface FailedTask extends CompletedTask {
  /** The message; `null` if there was none. It is whole, and not cut as the one that the engine keeps. */
  readonly errorMessage: string | null;
  /** The details, such as a stack trace; `null` if there were none. */
  readonly errorDetails: string | null;
  /** How often the task may be tried again. */
  readonly retries: number;
  /** For how long the task is not given to a worker. Milliseconds. */
  readonly retryTimeout: number;
}

/** What a worker sent with `bpmnError`. */
export interface TaskBpmnError {
  /** Id of the worker. */
  readonly workerId: string;
  /** The code of the error. */
  readonly errorCode: string;
  /** The message; `null` if there was none. */
  readonly errorMessage: string | null;
  /** The variables for the process instance. */
  readonly variables: SentVariables;
}

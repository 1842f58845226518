import type { WireAnswer } from "../../server/_client.ts";
import type { GivenInstance, TaskStep } from "./task_case.ts";

/** What was started. */
export interface StartedInstance {
  readonly id: string;
  /** The ids of its external tasks, in the order in which they were given. */
  readonly tasks: readonly string[];
}

/** An engine whose external tasks are asked for: a running one, or the double. */
export interface TaskDriver {
  /** Starts a process instance with external tasks. */
  start(given: GivenInstance): Promise<StartedInstance>;
  /** Sends a request, its path below that of the REST API. */
  send(request: TaskStep): Promise<WireAnswer>;
  /** Waits until a request that was sent, and is not answered, waits for tasks. */
  settle(): Promise<void>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** The engine's time. Milliseconds since 1970. */
  now(): number;
  /** Ends all that was started. */
  reset(): Promise<void>;
}

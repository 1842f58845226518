import type { TestVariables } from "../../../server/testing/values/test_value.ts";
import type { DifferenceId } from "../differences.ts";

/** A process instance that is there before the first request. */
export interface GivenInstance {
  readonly businessKey?: string;
  /** Key of its definition. Default: `process`. */
  readonly key?: string;
  readonly versionTag?: string;
  readonly tenantId?: string;
  /** In the form that the engine's JSON has, too. */
  readonly variables?: TestVariables;
  /** Whether it goes on when its tasks have ended. */
  readonly stays?: boolean;
  readonly tasks: readonly GivenTask[];
}

/** An external task of an instance. */
export interface GivenTask {
  /** Default: `ship`. */
  readonly topic?: string;
  /** Default: `task`, of the second task of an instance `task-2` and so on. */
  readonly activityId?: string;
  readonly priority?: number;
  readonly retries?: number;
  /** As those of the instance. */
  readonly localVariables?: TestVariables;
  readonly extensionProperties?: Readonly<Record<string, string>>;
}

/**
 * A request. In path and body `{task1}` stands for the id of the first task of all, `{execution1}` for that of its execution, `{instance1}`
 * and `{definition1}` for the first instance, and so on.
 */
export interface TaskStep {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the steps after it do not wait for its answer. */
  readonly isPoll?: boolean;
  /** A documented difference that no rule tells by the answers. */
  readonly differs?: DifferenceId;
}

/** Lets time pass. */
export interface Pause {
  readonly pauseMs: number;
}

/** A request whose answer does not count. */
export interface Silent {
  readonly silent: TaskStep;
}

/** Requests about external tasks, sent one after the other to an engine that has no others. */
export interface TaskCase {
  /** Unique among all cases. */
  readonly name: string;
  readonly given: readonly GivenInstance[];
  readonly steps: readonly (TaskStep | Pause | Silent)[];
  /** A value type that an engine has only with a plug-in: `Json`. Without it there is nothing to compare. */
  readonly needs?: string;
}

/** The requests of a case whose answers count. */
export function requestsOf({ steps }: TaskCase): readonly TaskStep[] {
  return steps.filter((step) => "method" in step);
}

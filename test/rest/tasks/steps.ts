/** Short forms in which the cases write their requests. */
import type { DifferenceId } from "../differences.ts";
import type { GivenInstance, Pause, TaskStep } from "./task_case.ts";

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE: Headers = { "content-type": "application/json" };

/** The first task. */
export const TASK = "/external-task/{task1}";
export const FETCH = "/external-task/fetchAndLock";

/** One instance with one task. */
export const ONE: readonly GivenInstance[] = [{ tasks: [{}] }];

export function get(path: string = TASK, headers: Headers = {}): TaskStep {
  return { method: "GET", path, headers };
}

/** Sends JSON; a string is sent as it stands. */
export function post(path: string, json: unknown, headers: Headers = JSON_TYPE): TaskStep {
  return { method: "POST", path, headers, body: textOf(json) };
}

export function put(path: string, json: unknown, headers: Headers = JSON_TYPE): TaskStep {
  return { method: "PUT", path, headers, body: textOf(json) };
}

/** Fetches what there is of topic `ship` for the worker `w`. */
export function fetch(topic: object = {}, request: object = {}): TaskStep {
  const topics = [{ topicName: "ship", lockDuration: 60_000, ...topic }];
  return post(FETCH, { workerId: "w", maxTasks: 10, topics, ...request });
}

/** Waits for tasks of topic `ship`; the next steps do not wait for the answer. */
export function poll(topic: object = {}, request: object = {}): TaskStep {
  return { ...fetch(topic, { asyncResponseTimeout: 600, ...request }), isPoll: true };
}

/** Locks a task for the worker `w`. */
export function lock(lockDuration: number = 600_000, path: string = TASK): TaskStep {
  return post(`${path}/lock`, { workerId: "w", lockDuration });
}

export function pause(pauseMs: number): Pause {
  return { pauseMs };
}

/** A request whose answer differs as the documentation tells. */
export function differs(id: DifferenceId, step: TaskStep): TaskStep {
  return { ...step, differs: id };
}

function textOf(json: unknown): string {
  return typeof json === "string" ? json : JSON.stringify(json);
}

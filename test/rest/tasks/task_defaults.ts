import type { GivenInstance } from "./task_case.ts";

/** The topic of a task of an instance, counted from 0. */
export function topicOf({ tasks }: GivenInstance, index: number): string {
  return tasks[index]?.topic ?? "ship";
}

/** The activity of a task of an instance, counted from 0. */
export function activityIdOf({ tasks }: GivenInstance, index: number): string {
  return tasks[index]?.activityId ?? (index === 0 ? "task" : `task-${index + 1}`);
}

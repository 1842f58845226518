import { TASK } from "../steps.ts";

/** An operation on a single task that takes JSON. */
export interface TaskOperation {
  readonly name: string;
  readonly method: "POST" | "PUT";
  /** A body that the operation takes. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The operations on a single task that take JSON. */
export const OPERATIONS: readonly TaskOperation[] = [
  { name: "complete", method: "POST", body: { workerId: "w" } },
  { name: "bpmnError", method: "POST", body: { workerId: "w", errorCode: "no-stock" } },
  { name: "failure", method: "POST", body: { workerId: "w", retries: 3, errorMessage: "late" } },
  { name: "lock", method: "POST", body: { workerId: "w", lockDuration: 600_000 } },
  { name: "extendLock", method: "POST", body: { workerId: "w", newDuration: 300_000 } },
  { name: "priority", method: "PUT", body: { priority: 7 } },
  { name: "retries", method: "PUT", body: { retries: 2 } },
];

/** The path of an operation on the first task. */
export function pathOf({ name }: TaskOperation): string {
  return `${TASK}/${name}`;
}

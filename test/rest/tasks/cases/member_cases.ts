import { get, lock, ONE, TASK } from "../steps.ts";
import type { Silent, TaskCase, TaskStep } from "../task_case.ts";
import { OPERATIONS, pathOf, type TaskOperation } from "./operations.ts";

/** Values in JSON that a member of any type may get. */
const VALUES = [
  "null",
  "true",
  "0",
  "1",
  "-1",
  "1.7",
  "1e3",
  "12345678901",
  "9223372036854775808",
  '""',
  '" "',
  '"w"',
  '"7"',
  '" 8 "',
  '"1.5"',
  '"null"',
  "[]",
  '["w"]',
  "{}",
];

/** The members that each operation reads, besides variables. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  complete: ["workerId"],
  bpmnError: ["workerId", "errorCode", "errorMessage"],
  failure: ["workerId", "errorMessage", "errorDetails", "retries", "retryTimeout"],
  lock: ["workerId", "lockDuration"],
  extendLock: ["workerId", "newDuration"],
  priority: ["priority"],
  retries: ["retries"],
};

/** Operations after which the task is gone: each of their values is sent to another worker's task, or with an unknown id. */
const ENDING = ["complete", "bpmnError"];

/** Each member of each operation with values of each JSON type, and what they made of the task. */
export const MEMBER_CASES: readonly TaskCase[] = OPERATIONS.flatMap((operation) =>
  (MEMBERS[operation.name] ?? []).map((member): TaskCase => {
    const isEnding = ENDING.includes(operation.name);
    const values = isEnding ? VALUES.filter((value) => value !== '"w"') : VALUES;
    return {
      name: `members: ${operation.name} ${member}`,
      given: ONE,
      steps: [
        lock(),
        ...values.flatMap((value) => send(operation, member, value, isEnding)),
        withMember(operation, member, undefined),
        get(),
        get(`${TASK}/errorDetails`),
      ],
    };
  }),
);

function send(
  operation: TaskOperation,
  member: string,
  value: string,
  isEnding: boolean,
): readonly (TaskStep | Silent)[] {
  // Whether a lock of a millisecond has run out is chance.
  if (member === "newDuration") {
    return [{ silent: lock() }, withMember(operation, member, value), get()];
  }
  if (!isEnding) return [withMember(operation, member, value), get()];
  const other = { ...operation, body: { ...operation.body, workerId: "other" } };
  return [withMember(member === "workerId" ? operation : other, member, value)];
}

function withMember(operation: TaskOperation, member: string, value: string | undefined): TaskStep {
  const { [member]: _, ...others } = operation.body;
  const members = Object.entries(others).map(([name, each]) => `"${name}":${JSON.stringify(each)}`);
  if (value !== undefined) members.push(`"${member}":${value}`);
  return {
    method: operation.method,
    path: pathOf(operation),
    headers: { "content-type": "application/json" },
    body: `{${members}}`,
  };
}

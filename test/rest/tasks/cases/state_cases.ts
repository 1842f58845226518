import { fetch, get, lock, ONE, pause, post, put, TASK } from "../steps.ts";
import type { GivenInstance, TaskCase, TaskStep } from "../task_case.ts";
import { OPERATIONS, pathOf } from "./operations.ts";

const TWO: readonly GivenInstance[] = [{ tasks: [{}, {}] }];
const UNKNOWN = "/external-task/00000000-0000-0000-0000-000000000000";

const ALL = [
  ...OPERATIONS.map((operation) => ({ ...operation, path: pathOf(operation) })),
  { name: "unlock", method: "POST" as const, path: `${TASK}/unlock`, body: {} },
];

type Each = (typeof ALL)[number];

/** The states of a task before an operation. */
const STATES: Readonly<Record<string, readonly TaskCase["steps"][number][]>> = {
  free: [],
  "its own": [lock()],
  "of another worker": [post(`${TASK}/lock`, { workerId: "other", lockDuration: 600_000 })],
  expired: [lock(1), pause(30)],
  "expired of another worker": [
    post(`${TASK}/lock`, { workerId: "other", lockDuration: 1 }),
    pause(30),
  ],
  unlocked: [lock(), post(`${TASK}/unlock`, {})],
  suspended: [lock(), put("/process-instance/{instance1}/suspended", { suspended: true })],
  "without retries": [post(`${TASK}/lock`, { workerId: "w", lockDuration: 600_000 }), failure(0)],
  "to be tried later": [lock(), failure(1, 600_000)],
  completed: [lock(), post(`${TASK}/complete`, { workerId: "w" })],
  "of a deleted instance": [
    lock(),
    { method: "DELETE", path: "/process-instance/{instance1}?skipCustomListeners=true" },
  ],
};

/** Each operation on a task in each state, and what has become of the task and its instance. */
export const STATE_CASES: readonly TaskCase[] = [
  ...Object.entries(STATES).flatMap(([state, before]) =>
    ALL.map(
      (operation): TaskCase => ({
        name: `states: ${operation.name}, ${state}`,
        given: state === "completed" ? TWO : ONE,
        steps: [...before, send(operation), get(), get("/process-instance/{instance1}"), fetch()],
      }),
    ),
  ),
  {
    name: "states: unknown ids",
    given: ONE,
    steps: [
      ...ALL.flatMap((operation) => [
        { ...send(operation), path: `${UNKNOWN}/${operation.name}` },
        { ...send(operation), path: `/external-task/none/${operation.name}` },
        { ...send(operation), path: `/external-task/a%20b/${operation.name}` },
      ]),
      get(UNKNOWN),
      get(`${UNKNOWN}/errorDetails`),
      get("/external-task/none"),
      get(`${TASK}/none`),
      get(`${TASK}/complete/none`),
    ],
  },
  {
    name: "states: the last task ends its instance",
    given: TWO,
    steps: [
      fetch(),
      post(`${TASK}/complete`, { workerId: "w", variables: { a: { value: 1 } } }),
      get("/process-instance/{instance1}"),
      get("/process-instance/{instance1}/variables"),
      get("/process-instance/{execution1}/variables"),
      get("/execution/{execution1}/localVariables"),
      get("/execution/{execution1}"),
      post("/external-task/{task2}/bpmnError", { workerId: "w", errorCode: "x" }),
      get("/process-instance/{instance1}"),
      get("/process-instance/{instance1}/variables"),
      get("/process-instance/{instance1}/variables/a"),
      get("/execution/{instance1}/localVariables/a"),
      get("/external-task/count"),
    ],
  },
  {
    name: "states: an instance that stays",
    given: [{ stays: true, variables: { a: { type: "Integer", value: 1 } }, tasks: [{}] }],
    steps: [
      fetch(),
      post(`${TASK}/complete`, { workerId: "w" }),
      get("/process-instance/{instance1}"),
      get("/process-instance/{instance1}/variables"),
      get("/external-task/count"),
      { method: "DELETE", path: "/process-instance/{instance1}" },
      { method: "DELETE", path: "/process-instance/{instance1}" },
      { method: "DELETE", path: "/process-instance/{instance1}?failIfNotExists=false" },
      get("/process-instance/{instance1}"),
    ],
  },
  {
    name: "states: failures one after the other",
    given: ONE,
    steps: [
      lock(),
      post(`${TASK}/failure`, { workerId: "w", retries: 2, errorMessage: "a", errorDetails: "b" }),
      get(),
      get(`${TASK}/errorDetails`),
      fetch(),
      post(`${TASK}/failure`, { workerId: "w", retries: 1, errorDetails: "c\nd ü" }),
      get(),
      get(`${TASK}/errorDetails`),
      get(`${TASK}/errorDetails`, { accept: "text/plain" }),
      get(`${TASK}/errorDetails`, { accept: "text/*" }),
      get(`${TASK}/errorDetails`, { accept: "application/json" }),
      get(`${TASK}/errorDetails`, { accept: "application/json, */*;q=0.1" }),
      { method: "HEAD", path: `${TASK}/errorDetails` },
      fetch(),
      post(`${TASK}/failure`, { workerId: "w", errorMessage: "e".repeat(700), errorDetails: "" }),
      get(),
      get(`${TASK}/errorDetails`),
      fetch(),
      put(`${TASK}/retries`, { retries: 1 }),
      fetch(),
      post(`${TASK}/complete`, { workerId: "w" }),
      get(),
    ],
  },
];

function send({ method, path, body }: Each): TaskStep {
  return method === "PUT" ? put(path, body) : post(path, body);
}

function failure(retries: number, retryTimeout = 0): TaskStep {
  return post(`${TASK}/failure`, { workerId: "w", retries, retryTimeout });
}

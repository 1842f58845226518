import { fetch, get, lock, ONE, pause, poll, post, put, TASK } from "../steps.ts";
import type { TaskCase } from "../task_case.ts";

const FREE = post(`${TASK}/unlock`, {});

/** Requests that wait for tasks. */
export const POLL_CASES: readonly TaskCase[] = [
  { name: "polls: there is a task", given: ONE, steps: [poll(), get()] },
  { name: "polls: there is none", given: [], steps: [poll(), get("/external-task/count")] },
  {
    name: "polls: an unlocked task",
    given: ONE,
    steps: [lock(), poll({}, { workerId: "p" }), FREE, pause(150), get()],
  },
  {
    name: "polls: the older gets the task",
    given: ONE,
    steps: [
      lock(),
      poll({}, { workerId: "p" }),
      poll({}, { workerId: "q" }),
      FREE,
      pause(150),
      get(),
    ],
  },
  {
    name: "polls: the older wants another topic",
    given: ONE,
    steps: [
      lock(),
      poll({ topicName: "bill" }, { workerId: "p" }),
      poll({}, { workerId: "q" }),
      FREE,
      pause(150),
      get(),
    ],
  },
  {
    name: "polls: a lock that runs out is seen at the end",
    given: ONE,
    steps: [lock(150), poll({}, { workerId: "p" })],
  },
  {
    name: "polls: a failure with retries is seen at the end",
    given: ONE,
    steps: [
      lock(),
      poll({}, { workerId: "p" }),
      post(`${TASK}/failure`, { workerId: "w", retries: 1 }),
      get(),
    ],
  },
  {
    name: "polls: new retries are seen at the end",
    given: [{ tasks: [{ retries: 0 }] }],
    steps: [poll({}, { workerId: "p" }), put(`${TASK}/retries`, { retries: 1 }), get()],
  },
  {
    name: "polls: priority, filters and refused requests",
    given: ONE,
    steps: [
      lock(),
      poll({ businessKey: "none" }, { workerId: "p" }),
      poll({}, { maxTasks: 0 }),
      poll({}, { topics: [] }),
      fetch({}, { asyncResponseTimeout: 600, workerId: null }),
      fetch({}, { asyncResponseTimeout: 600, maxTasks: -1 }),
      FREE,
      pause(150),
      get(),
    ],
  },
  {
    name: "polls: an activated instance is seen at the end",
    given: ONE,
    steps: [
      put("/process-instance/{instance1}/suspended", { suspended: true }),
      poll({}, { workerId: "p" }),
      put("/process-instance/{instance1}/suspended", { suspended: false }),
      get(),
    ],
  },
];

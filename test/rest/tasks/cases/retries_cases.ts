import { get, post, put } from "../steps.ts";
import type { GivenInstance, TaskCase } from "../task_case.ts";

const MANY = "/external-task/retries";
const ASYNC = "/external-task/retries-async";

const TWO: readonly GivenInstance[] = [{ tasks: [{}] }, { tasks: [{ topic: "bill" }] }];

const BODIES: readonly object[] = [
  { retries: 3, externalTaskIds: ["{task1}", "{task2}"] },
  { retries: 4, externalTaskIds: ["{task1}", "{task1}"] },
  { retries: 5, externalTaskIds: ["{task1}", "none"] },
  { retries: 5, externalTaskIds: ["none", null] },
  { retries: 5, externalTaskIds: [null] },
  { retries: 5, externalTaskIds: [] },
  { retries: 5, externalTaskIds: null },
  { retries: 5, externalTaskIds: "{task1}" },
  { retries: 5, externalTaskIds: [1] },
  { retries: 5 },
  { retries: -1, externalTaskIds: ["{task1}"] },
  { retries: -1, externalTaskIds: [] },
  { retries: null, externalTaskIds: ["{task1}"] },
  { externalTaskIds: ["{task1}"] },
  { retries: "6", externalTaskIds: ["{task1}"] },
  { retries: 6.9, externalTaskIds: ["{task2}"] },
  { retries: "x", externalTaskIds: ["{task1}"] },
  { retries: 3_000_000_000, externalTaskIds: ["{task1}"] },
  { retries: 0, externalTaskIds: ["{task1}"] },
  { retries: 7, processInstanceIds: ["{instance1}"] },
  { retries: 7, processInstanceIds: ["none"] },
  { retries: 7, processInstanceIds: [] },
  { retries: 7, processInstanceIds: [null] },
  { retries: 7, processInstanceIds: ["{instance1}", null] },
  { retries: 7, processInstanceIds: [""] },
  { retries: -1, processInstanceIds: [null] },
  { retries: null, processInstanceIds: [null] },
  { retries: 7, externalTaskIds: ["none"], processInstanceIds: [null] },
  { retries: 8, externalTaskQuery: { topicName: "bill" } },
  { retries: 8, externalTaskQuery: {} },
  { retries: 8, externalTaskQuery: { topicName: "none" } },
  { retries: 8, externalTaskQuery: null },
  { retries: 8, externalTaskQuery: { sorting: [{}] } },
  { retries: 8, externalTaskQuery: { locked: "yes" } },
  { retries: 8, processInstanceQuery: {} },
  { retries: 8, processInstanceQuery: { processDefinitionKey: "none" } },
  { retries: 8, historicProcessInstanceQuery: {} },
  { retries: 9, externalTaskIds: ["{task1}"], processInstanceIds: ["{instance2}"] },
];

const TASKS = [get("/external-task/{task1}"), get("/external-task/{task2}")];

/** Retries of several tasks at once. */
export const RETRIES_CASES: readonly TaskCase[] = [
  {
    name: "retries of many",
    given: TWO,
    steps: BODIES.flatMap((body) => [put(MANY, body), ...TASKS]),
  },
  {
    name: "retries of many in a batch",
    given: TWO,
    steps: BODIES.map((body) => post(ASYNC, body)),
  },
];

import { FETCH, fetch, get, lock, ONE, post } from "../steps.ts";
import type { GivenInstance, Silent, TaskCase } from "../task_case.ts";
import { FILTERS, LAX, WANTED } from "./fetch_bodies.ts";

/** Several instances that differ in all that a worker can ask for. */
const MANY: readonly GivenInstance[] = [
  {
    businessKey: "order-1",
    key: "orders",
    versionTag: "v1.2",
    variables: {
      n: { type: "Integer", value: 4 },
      s: { type: "String", value: "x" },
      b: { type: "Boolean", value: true },
      empty: { type: "Null", value: null },
    },
    tasks: [
      { priority: 5, extensionProperties: { a: "1", "b c": "ü" } },
      { topic: "bill", priority: 9, localVariables: { own: { type: "Integer", value: 1 } } },
    ],
  },
  {
    businessKey: "",
    variables: {
      n: { type: "Long", value: 4 },
      s: { type: "String", value: "4" },
      d: { type: "Double", value: 1.5 },
    },
    tasks: [{ priority: -3, localVariables: { n: { type: "Integer", value: 7 } } }],
  },
  {
    tenantId: "acme",
    key: "orders",
    versionTag: "v1_2",
    tasks: [{ priority: 5 }, { topic: "Ship" }],
  },
  { key: "bills", tasks: [{ topic: "bill" }, { retries: 0 }, { retries: 2 }] },
];

/** Instances of one topic, for orders. */
const ORDERED: readonly GivenInstance[] = [3, 0, 9, 3, -1].map((priority) => ({
  tasks: [{ priority }],
}));

const ORDERS: readonly object[] = [
  { usePriority: true, sorting: [{ sortBy: "createTime", sortOrder: "asc" }] },
  { usePriority: true, sorting: [{ sortBy: "createTime", sortOrder: "desc" }] },
  { usePriority: false, sorting: [{ sortBy: "createTime", sortOrder: "asc" }] },
  { sorting: [{ sortBy: "createTime", sortOrder: "desc" }] },
  {
    sorting: [
      { sortBy: "createTime", sortOrder: "desc" },
      { sortBy: "createTime", sortOrder: "asc" },
    ],
  },
  { usePriority: true, maxTasks: 1 },
  { maxTasks: 2, sorting: [{ sortBy: "createTime", sortOrder: "asc" }] },
  { maxTasks: 2, usePriority: "True", sorting: [{ sortBy: "createTime", sortOrder: "asc" }] },
];

/** What workers get. After each fetch all tasks are free again. */
export const FETCH_CASES: readonly TaskCase[] = [
  {
    name: "fetch: filters",
    given: MANY,
    steps: FILTERS.flatMap((filter) => [fetch(filter), ...unlock(8)]),
  },
  {
    name: "fetch: what is wanted",
    given: MANY,
    steps: WANTED.flatMap((wanted) => [
      fetch({ ...wanted, processDefinitionKeyIn: ["orders", "process"] }),
      ...unlock(4),
    ]),
  },
  {
    name: "fetch: lax requests",
    given: ONE,
    steps: LAX.flatMap((request) => [fetch({}, request), ...unlock(1)]),
  },
  {
    name: "fetch: orders",
    given: ORDERED,
    steps: ORDERS.flatMap((order) => [fetch({}, order), ...unlock(5)]),
  },
  {
    name: "fetch: several topics",
    given: MANY,
    steps: [
      post(FETCH, {
        workerId: "w",
        maxTasks: 10,
        topics: [
          { topicName: "ship", lockDuration: 60_000, variables: ["n"] },
          { topicName: "bill", lockDuration: 120_000, localVariables: true },
          { topicName: "none", lockDuration: 1 },
        ],
      }),
      ...unlock(8),
      post(FETCH, {
        workerId: "w",
        maxTasks: 10,
        topics: [
          { topicName: "bill", lockDuration: 60_000, variables: ["n"] },
          { topicName: "bill", lockDuration: 120_000, variables: ["s"] },
        ],
      }),
      ...unlock(8),
      post(FETCH, {
        workerId: "w",
        maxTasks: 10,
        topics: [
          { topicName: "ship", lockDuration: 60_000, businessKey: "order-1" },
          { topicName: "bill", lockDuration: 60_000, businessKey: "none" },
        ],
      }),
      get("/external-task?locked=true"),
    ],
  },
  {
    name: "fetch: locked ones are not fetched again",
    given: ONE,
    steps: [fetch(), fetch(), fetch({}, { workerId: "other" }), lock(), fetch(), get()],
  },
];

/** Frees as many tasks. */
function unlock(tasks: number): readonly Silent[] {
  return Array.from({ length: tasks }, (_, index) => ({
    silent: post(`/external-task/{task${index + 1}}/unlock`, {}),
  }));
}

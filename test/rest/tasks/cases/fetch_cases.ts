import { FETCH, fetch, get, lock, ONE, post } from "../steps.ts";
import type { GivenInstance, Silent, TaskCase } from "../task_case.ts";

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

/** What a topic filters by, each tried on all tasks. */
const FILTERS: readonly object[] = [
  { businessKey: "order-1" },
  { businessKey: "ORDER-1" },
  { businessKey: "order%" },
  { businessKey: "" },
  { businessKey: null },
  { businessKey: 4 },
  { processDefinitionId: "{definition1}" },
  { processDefinitionId: "none" },
  { processDefinitionIdIn: ["{definition1}", "{definition2}", "none"] },
  { processDefinitionIdIn: [] },
  { processDefinitionIdIn: null },
  { processDefinitionIdIn: [null] },
  { processDefinitionKey: "orders" },
  { processDefinitionKey: "" },
  { processDefinitionKeyIn: ["orders", "bills", "orders"] },
  { processDefinitionKeyIn: [] },
  { processDefinitionVersionTag: "v1.2" },
  { processDefinitionVersionTag: "v1_2" },
  { processDefinitionVersionTag: "%" },
  { processDefinitionVersionTag: "" },
  { withoutTenantId: true },
  { withoutTenantId: false },
  { withoutTenantId: "true" },
  { tenantIdIn: ["acme"] },
  { tenantIdIn: ["acme", "other"] },
  { tenantIdIn: [] },
  { tenantIdIn: [null] },
  { tenantIdIn: ["acme"], withoutTenantId: true },
  { processVariables: { n: 4 } },
  { processVariables: { n: "4" } },
  { processVariables: { n: 4.0 } },
  { processVariables: { d: 1.5 } },
  { processVariables: { s: "x" } },
  { processVariables: { s: "X" } },
  { processVariables: { b: true } },
  { processVariables: { b: "true" } },
  { processVariables: { empty: null } },
  { processVariables: { none: null } },
  { processVariables: { n: 4, s: "4" } },
  { processVariables: { n: 7 } },
  { processVariables: { own: 1 } },
  { processVariables: {} },
  { processVariables: { n: [4] } },
  { processVariables: { n: {} } },
  { businessKey: "order-1", processVariables: { n: 5 } },
  { topicName: "Ship" },
  { topicName: "ship " },
  { topicName: "" },
  { unknown: 1, businessKeyLike: "none" },
];

/** What a topic wants of a task. */
const WANTED: readonly object[] = [
  { variables: [] },
  { variables: null },
  { variables: ["n"] },
  { variables: ["n", "n", "none", "s"] },
  { variables: [null] },
  { variables: [4] },
  { localVariables: true },
  { localVariables: true, variables: ["n", "s"] },
  { localVariables: "true" },
  { localVariables: 1 },
  { deserializeValues: true },
  { includeExtensionProperties: true },
  { includeExtensionProperties: "TRUE" },
  { lockDuration: 120_000 },
  { lockDuration: "120000" },
  { lockDuration: 120_000.9 },
];

/** Requests that are refused, or read leniently. */
const LAX: readonly object[] = [
  { workerId: null },
  { workerId: "" },
  { workerId: 4 },
  { workerId: true },
  { workerId: ["w"] },
  { workerId: "x".repeat(256) },
  { maxTasks: null },
  { maxTasks: 0 },
  { maxTasks: -1 },
  { maxTasks: 1.9 },
  { maxTasks: "1" },
  { maxTasks: "" },
  { maxTasks: "x" },
  { maxTasks: true },
  { maxTasks: 3_000_000_000 },
  { usePriority: "yes" },
  { usePriority: 2 },
  { usePriority: null },
  { topics: null },
  { topics: [] },
  { topics: {} },
  { topics: [null] },
  { topics: ["ship"] },
  { topics: [{}] },
  { topics: [{ topicName: "ship" }] },
  { topics: [{ lockDuration: 60_000 }] },
  { topics: [{ topicName: "ship", lockDuration: 0 }] },
  { topics: [{ topicName: "ship", lockDuration: -1 }] },
  { topics: [{ topicName: "ship", lockDuration: "x" }] },
  { topics: [{ topicName: "ship", lockDuration: 0.9 }] },
  { topics: [{ topicName: null, lockDuration: 1 }] },
  { topics: [{ topicName: 4, lockDuration: 1 }] },
  { topics: [{ topicName: "ship", lockDuration: 60_000, variables: "n" }] },
  { topics: [{ topicName: "ship", lockDuration: 60_000, variables: {} }] },
  { topics: [{ topicName: "ship", lockDuration: 60_000, processVariables: [] }] },
  { topics: [{ topicName: "ship", lockDuration: 60_000, processVariables: "n" }] },
  { topics: [{ topicName: "ship", lockDuration: 60_000, tenantIdIn: "acme" }] },
  { topics: [{ topicName: "ship", lockDuration: 60_000, withoutTenantId: "no" }] },
  { asyncResponseTimeout: null },
  { asyncResponseTimeout: "x" },
  { asyncResponseTimeout: -5 },
  { asyncResponseTimeout: 1_800_001 },
  { asyncResponseTimeout: 1_800_001, workerId: null },
  { sorting: null },
  { sorting: [] },
  { sorting: {} },
  { sorting: [null] },
  { sorting: [{}] },
  { sorting: [{ sortBy: "createTime" }] },
  { sorting: [{ sortOrder: "asc" }] },
  { sorting: [{ sortBy: "priority", sortOrder: "asc" }] },
  { sorting: [{ sortBy: "createTime", sortOrder: "ASC" }] },
  { sorting: [{ sortBy: "createTime", sortOrder: "up" }] },
  { sorting: [{ sortBy: 1, sortOrder: "asc" }] },
  { sorting: [{ sortBy: "priority", sortOrder: "up" }], workerId: null },
  { workerId: null, maxTasks: -1, topics: [{}] },
  { maxTasks: -1, topics: [{}] },
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

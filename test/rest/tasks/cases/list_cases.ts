import { get, lock, pause, post, put } from "../steps.ts";
import type { GivenInstance, TaskCase } from "../task_case.ts";
import { BODIES } from "./list_bodies.ts";

const LIST = "/external-task";

const MANY: readonly GivenInstance[] = [
  {
    businessKey: "k",
    variables: { n: { type: "Integer", value: 4 }, s: { type: "String", value: "abc" } },
    tasks: [{ priority: 5 }, { topic: "bill", priority: 9, retries: 0 }],
  },
  {
    key: "orders",
    tenantId: "acme",
    variables: { n: { type: "Integer", value: 9 }, s: { type: "String", value: "ABC" } },
    tasks: [{ priority: 1, retries: 3 }],
  },
  { key: "third", tasks: [{ topic: "a" }] },
];

/** The first task is locked, the third one was, and the instance of the fourth is suspended. */
const BEFORE: TaskCase["steps"] = [
  lock(),
  lock(1, "/external-task/{task3}"),
  put("/process-instance/{instance3}/suspended", { suspended: true }),
  pause(30),
];

const TEXTS = ["", "none", "{task1}", "{instance1}", "{execution1}", "{definition1}", "w", "ship"];
const BY_TEXT = [
  "externalTaskId",
  "topicName",
  "workerId",
  "processInstanceId",
  "processDefinitionId",
  "executionId",
  "activityId",
  "processDefinitionKey",
];
const BY_LIST = [
  "externalTaskIdIn",
  "processInstanceIdIn",
  "processDefinitionKeyIn",
  "activityIdIn",
  "tenantIdIn",
];
const LISTS = ["", ",", "none", "{task1},{task2}", "{instance1}", "orders", "task,task-2", "acme"];
const FLAGS = ["locked", "notLocked", "withRetriesLeft", "noRetriesLeft", "active", "suspended"];
const FLAG_VALUES = ["true", "false", "1", "0", "", "TRUE", "yes", "null", "%20true"];
const PRIORITIES = ["5", "-1", "1.9", "", "x", "99999999999", "%205", "0x5", "1e1"];
const DATES = [
  "2020-01-01T00:00:00.000%2B0000",
  "2099-01-01T00:00:00.000%2B0100",
  "2099-01-01T00:00:00",
  "2099-01-01",
  "x",
  "",
  "2099-01-01T00:00:00.000Z",
];
const SORT_KEYS = [
  "taskPriority",
  "createTime",
  "lockExpirationTime",
  "tenantId",
  "processDefinitionKey",
];

/** Tasks that differ in all that a list may be sorted by. */
const SORTABLE: readonly GivenInstance[] = [
  { key: "b", tenantId: "y", tasks: [{ priority: 2 }] },
  { key: "c", tasks: [{ priority: 3 }] },
  { key: "a", tenantId: "x", tasks: [{ priority: -1 }] },
];

/** Their locks. */
const LOCKED: TaskCase["steps"] = [lock(), lock(60_000, "/external-task/{task3}")];

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(BY_TEXT.map((name) => [name, TEXTS.map((text) => `${name}=${text}`)])),
  ...Object.fromEntries(BY_LIST.map((name) => [name, LISTS.map((text) => `${name}=${text}`)])),
  flags: FLAGS.flatMap((name) => [`${name}=true`, `${name}=false`]),
  "flag values": FLAG_VALUES.map((value) => `locked=${value}`),
  priorities: ["priorityHigherThanOrEquals", "priorityLowerThanOrEquals"].flatMap((name) =>
    PRIORITIES.map((value) => `${name}=${value}`),
  ),
  dates: ["lockExpirationBefore", "lockExpirationAfter"].flatMap((name) =>
    DATES.map((value) => `${name}=${value}`),
  ),
  variables: [
    "n_eq_4",
    "n_neq_4",
    "n_gt_4",
    "n_gteq_4",
    "n_lt_9",
    "n_lteq_9",
    "s_eq_abc",
    "s_neq_abc",
    "s_like_a%25",
    "s_like_A%25",
    "s_eq_abc,n_eq_4",
    "n_eq",
    "n",
    "n_xx_4",
    "_eq_4",
    "",
    "n_eq_4_5",
    "none_eq_4",
  ].map((value) => `processVariables=${value}`),
  others: [
    "",
    "unknown=1",
    "topicNameIn=ship",
    "businessKey=k",
    "withoutTenantId=true",
    "topicName=ship&topicName=bill",
    "topicName=ship&locked=true",
    "TopicName=bill",
    "topicName=sh%69p",
    "locked=true&notLocked=true",
  ],
};

const SORTED: Readonly<Record<string, readonly string[]>> = {
  sorting: [
    ...SORT_KEYS.flatMap((key) => [`sortBy=${key}&sortOrder=asc`, `sortBy=${key}&sortOrder=desc`]),
    "sortBy=id",
    "sortBy=taskPriority&sortOrder=",
    "sortOrder=asc",
    "sortBy=x&sortOrder=asc",
    "sortBy=id&sortOrder=ASC",
    "sortBy=&sortOrder=",
    "sortBy=businessKey&sortOrder=asc",
  ],
  pages: [
    "firstResult=1&maxResults=2",
    "maxResults=0",
    "firstResult=9",
    "maxResults=-1",
    "firstResult=-1",
    "maxResults=x",
    "maxResults=1.5",
    "firstResult=",
    "maxResults=99999999999",
    "maxResults=%202",
  ].map((page) => `${page}&sortBy=createTime&sortOrder=asc`),
};

/** Lists and counts of tasks, with each filter. */
export const LIST_CASES: readonly TaskCase[] = [
  ...Object.entries(SORTED).map(
    ([name, queries]): TaskCase => ({
      name: `lists: ${name}`,
      given: SORTABLE,
      steps: [
        ...LOCKED,
        ...queries.flatMap((query) => [get(`${LIST}?${query}`), get(`${LIST}/count?${query}`)]),
      ],
    }),
  ),
  ...Object.entries(QUERIES).map(
    ([name, queries]): TaskCase => ({
      name: `lists: ${name}`,
      given: MANY,
      steps: [
        ...BEFORE,
        ...queries.flatMap((query) => [get(`${LIST}?${query}`), get(`${LIST}/count?${query}`)]),
      ],
    }),
  ),
  {
    name: "lists: bodies",
    given: MANY,
    steps: [
      ...BEFORE,
      ...BODIES.flatMap((body) => [post(LIST, body), post(`${LIST}/count`, body)]),
      post(`${LIST}?firstResult=1&maxResults=2`, {
        sorting: [{ sortBy: "taskPriority", sortOrder: "asc" }],
      }),
      post(`${LIST}?topicName=bill`, {}),
      post(`${LIST}?maxResults=x`, {}),
    ],
  },
  {
    name: "lists: topic names",
    given: MANY,
    steps: [
      ...BEFORE,
      ...["withLockedTasks", "withUnlockedTasks", "withRetriesLeft"].flatMap((name) =>
        ["true", "false", "TRUE", "1", "", "x"].map((value) =>
          get(`${LIST}/topic-names?${name}=${value}`),
        ),
      ),
      get(`${LIST}/topic-names`),
      get(`${LIST}/topic-names?withLockedTasks=true&withUnlockedTasks=true`),
      get(`${LIST}/topic-names?unknown=1`),
      get(`${LIST}/topic-names`, { accept: "text/plain" }),
      get(LIST, { accept: "text/plain" }),
      get(`${LIST}/count`, { accept: "text/html" }),
      { method: "HEAD", path: LIST },
      { method: "HEAD", path: `${LIST}/count` },
      { method: "HEAD", path: "/external-task/{task1}" },
      { method: "HEAD", path: `${LIST}/topic-names` },
      get(`${LIST}/`),
      get(`${LIST}/count/`),
      get(`${LIST}/{task1}/`),
    ],
  },
];

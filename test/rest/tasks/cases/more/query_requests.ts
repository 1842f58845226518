import { bodies, type Request } from "./request.ts";

const JSON_TYPE = { "content-type": "application/json" };
const DATE = "2030-01-01T00:00:00.000+0000";

/** The query strings of lists and counts. */
const FILTERS = [
  "externalTaskIdIn=",
  "externalTaskIdIn=,",
  "externalTaskIdIn={task1},x",
  "processInstanceIdIn={instance1},{instance2}",
  "processInstanceIdIn=",
  "processInstanceIdIn=,",
  "activityIdIn=t1",
  "activityIdIn=",
  "tenantIdIn=",
  "tenantIdIn=x",
  "processDefinitionKeyIn=zzz",
  "processDefinitionName=zz",
  "processDefinitionNameLike=zz",
  "processDefinitionIdIn=zz",
  "lockExpirationBefore=",
  `lockExpirationBefore=${encodeURIComponent(DATE)}`,
  `lockExpirationAfter=${encodeURIComponent(DATE)}`,
  "lockExpirationBefore=2013",
  ...["1", "TRUE", "", "0", "true", "no"].map((flag) => `locked=${flag}`),
  "active=true",
  "suspended=true",
  "withRetriesLeft=true",
  "noRetriesLeft=true",
  ...["", "1.5", "x", "0"].map((priority) => `priorityHigherThanOrEquals=${priority}`),
  "priorityLowerThanOrEquals=%201",
  ...["n_eq_4", "s_like_a%25", "s_eq_abc,n_gt_3", "", "a", "a_foo_1", "s_neq_x"].map(
    (condition) => `processVariables=${condition}`,
  ),
  "executionId={execution1}",
  "variables=n_eq_5",
  "businessKey=x&withoutTenantId=false&topicNameIn=x",
];

/** The query strings of lists alone. */
const PAGES = [
  "maxResults=-1",
  "firstResult=-1",
  "maxResults=0",
  "maxResults=",
  "firstResult=5",
  "maxResults=99999999999",
  "maxResults=x",
  "sortBy=id",
  "sortOrder=asc",
  "sortBy=x&sortOrder=asc",
  "sortBy=priority&sortOrder=asc",
  "sortBy=&sortOrder=",
  "sortBy=createTime&sortOrder=desc",
  "sortBy=lockExpirationTime&sortOrder=asc",
  "sortBy=lockExpirationTime&sortOrder=desc",
];

function query(body: object): object {
  return { topicName: "ship", ...body };
}

const condition = { name: "n", operator: "eq", value: 4 };

/** Lists, counts, retries and priorities. */
export const QUERY_REQUESTS: readonly Request[] = [
  ...FILTERS.map((filter) => ({
    request: `GET /external-task/count?topicName=ship&${filter}`,
  })),
  ...PAGES.map((page) => ({ request: `GET /external-task?topicName=ship&${page}` })),
  { request: "GET /external-task/count?topicName=" },
  ...bodies("POST /external-task/count", [
    ...["externalTaskIdIn", "processInstanceIdIn", "tenantIdIn", "activityIdIn"].flatMap((name) => [
      query({ [name]: [] }),
      query({ [name]: [null] }),
    ]),
    ...[1, "TRUE", null, "", 0].map((locked) => query({ locked })),
    ...[DATE, 0, ""].map((lockExpirationBefore) => query({ lockExpirationBefore })),
    query({ priorityHigherThanOrEquals: "1" }),
    ...[4, "4", {}, null, 4.5, true].map((value) =>
      query({ processVariables: [{ ...condition, value }] }),
    ),
    query({ processVariables: [{ ...condition, operator: "foo" }] }),
    query({ processVariables: [{ ...condition, name: null }] }),
    query({ processVariables: [] }),
    query({ sortBy: "id" }),
    query({ sorting: [{ sortBy: "x", sortOrder: "asc" }] }),
    query({ sorting: [{ sortBy: "id", sortOrder: "up" }] }),
    query({ sorting: [{ sortBy: "id" }] }),
    query({ sorting: [{ sortOrder: "asc" }] }),
    query({ sorting: [{}] }),
    query({ sorting: [null] }),
    query({ foo: 1, orQueries: [] }),
  ]),
  ...bodies("POST /external-task/count", [
    query({ locked: "yes" }),
    query({ lockExpirationBefore: "2013" }),
    query({ priorityHigherThanOrEquals: "x" }),
    query({ sortBy: "x", sortOrder: "asc" }),
    query({ tenantIdIn: "x" }),
    [],
  ]),
  ...bodies("POST /external-task/count", [
    query({ processVariables: [{ ...condition, operator: null }] }),
  ]),
  ...bodies("POST /external-task?maxResults=1", [query({})]),
  ...bodies("POST /external-task", [query({ maxResults: 1 })]),
  ...["/external-task?topicName=ship", "/external-task/{task1}"].flatMap((path) =>
    ["text/html", "application/hal+json", "application/*;q=0.5, text/html", "*/*"].map(
      (accept) => ({
        request: `GET ${path}`,
        headers: { accept },
      }),
    ),
  ),
  { request: "HEAD /external-task/{task1}" },
  { request: "GET /external-task/{task1}/" },
  ...["POST /external-task", "POST /external-task/count", "PUT /external-task/retries"].map(
    (request) => ({ request, body: "null" }),
  ),
  {
    request: "POST /external-task/fetchAndLock",
    body: "{}",
    headers: { "content-type": "text/plain", accept: "text/html" },
  },
  {
    request: "POST /external-task/fetchAndLock",
    body: "{",
    headers: { ...JSON_TYPE, accept: "text/html" },
  },
  ...bodies("PUT /external-task/retries", [
    {},
    { externalTaskIds: [], retries: null },
    { externalTaskIds: [null], retries: 1 },
    { externalTaskIds: ["nope"], retries: -1 },
    { externalTaskIds: [null], retries: -1 },
    { retries: 3 },
    { processInstanceIds: ["nope"], retries: 3 },
    { externalTaskQuery: { topicName: "ship" }, retries: 3 },
    { externalTaskQuery: { topicName: "nope" }, retries: 3 },
    { externalTaskIds: ["{task1}", "{task1}"], retries: 3 },
    { externalTaskIds: ["{task1}"], processInstanceIds: ["{instance2}"], retries: 8 },
  ]),
  { request: "GET /external-task?topicName=ship&sortBy=createTime&sortOrder=asc" },
  ...bodies("POST /external-task/retries-async", [
    { externalTaskIds: ["{task1}"], retries: 8 },
    { externalTaskIds: [], retries: 9 },
    { externalTaskIds: ["nope"], retries: 9 },
    { externalTaskIds: ["{task1}"], retries: -9 },
    { externalTaskIds: ["{task1}"] },
  ]),
  ...bodies("PUT /external-task/{task2}/priority", [
    { priority: "9223372036854775807" },
    { priority: 1.9 },
    { priority: "" },
    { priority: null },
  ]),
  ...bodies("PUT /external-task/{task2}/priority", [{ priority: "x" }, { priority: true }]),
  ...bodies("PUT /external-task/{task2}/retries", [
    { retries: 1.9 },
    { retries: -1 },
    { retries: "" },
  ]),
  ...bodies("PUT /external-task/nope/retries", [
    { retries: null },
    { retries: -1 },
    { retries: 1 },
  ]),
  ...bodies("PUT /external-task/nope/priority", [{ priority: null }, { priority: 1 }]),
  { request: "GET /external-task?topicName=ship&sortBy=taskPriority&sortOrder=desc" },
  { request: "POST /external-task/nope/unlock" },
  { request: "GET /external-task/{task2}" },
];

import assert from "node:assert/strict";
import { suite } from "../../../../support/suite.ts";
import { TaskEngine } from "../_task_engine.ts";

const test = suite("queries of external tasks");

const TEXT = { type: "String", valueInfo: {} } as const;

/** Three tasks: `a` and `b` of the instance `i`, `c` of the tenant `acme`. */
async function engineWithTasks() {
  const engine = new TaskEngine();
  const ids = new Map<string, string>();
  const add = (name: string, ...given: Parameters<TaskEngine["add"]>) =>
    ids.set(engine.add(...given).id, name);
  const colour = { op: "put", name: "colour", ...TEXT, content: Buffer.from("red") } as const;
  add("a", { id: "i" }, { topicName: "ship", priority: 3 }, [colour]);
  add("b", { id: "i" }, { topicName: "bill", priority: -1, retries: 0, activityId: "pay" });
  add("c", { id: "j", tenantId: "acme", definitionKey: "p" }, { topicName: "ship", retries: 2 });
  await engine.settle();
  const names = (body: Buffer) =>
    JSON.parse(`${body}`)
      .map(({ id }: { readonly id: string }) => ids.get(id))
      .join("");
  return {
    engine,
    idOf: (name: string) => [...ids].find(([, each]) => each === name)?.[0] ?? "",
    async get(query: string): Promise<string> {
      const { body } = await engine.send({ method: "GET", path: `/external-task?${query}` });
      return names(body);
    },
    async post(query: unknown): Promise<string> {
      return names((await engine.post("/external-task", query)).body);
    },
  };
}

test("find what meets all filters", async () => {
  const { engine, get, idOf } = await engineWithTasks();
  const path = `/external-task/${idOf("a")}/lock`;
  await engine.post(path, { workerId: "w", lockDuration: 60_000 });
  const definition = engine.instances.get("j")?.definitionId ?? "";
  const found = {
    "": "abc",
    "topicName=ship": "ac",
    "topicName=": "",
    [`externalTaskId=${idOf("b")}`]: "b",
    [`externalTaskIdIn=${idOf("b")},x,${idOf("c")}`]: "bc",
    "externalTaskIdIn=": "",
    "externalTaskIdIn=,": "abc",
    "processInstanceIdIn=": "abc",
    "processInstanceId=i&topicName=ship": "a",
    "processInstanceIdIn=j,k": "c",
    "activityId=pay": "b",
    "activityIdIn=pay,task": "abc",
    "tenantIdIn=acme": "c",
    "processDefinitionKey=p": "c",
    "processDefinitionKeyIn=p,q": "c",
    [`processDefinitionId=${definition}`]: "c",
    "processDefinitionNameLike=%25": "",
    "workerId=w": "a",
    "locked=true": "a",
    "locked=1": "a",
    "locked=false": "abc",
    "notLocked=true": "bc",
    "active=true": "abc",
    "suspended=true": "",
    "withRetriesLeft=true": "ac",
    "noRetriesLeft=true": "b",
    "priorityHigherThanOrEquals=0": "ac",
    "priorityLowerThanOrEquals=-1": "b",
    "lockExpirationAfter=2000-01-01T00%3A00%3A00.000%2B0000": "a",
    "lockExpirationBefore=2000-01-01T00%3A00%3A00.000%2B0000": "",
    "processVariables=colour_eq_red": "ab",
    "processVariables=colour_like_r%25&topicName=bill": "b",
    "processVariables=colour_eq_blue": "",
    "foo=1&businessKey=x": "abc",
  };
  const received: Record<string, string> = {};
  for (const query of Object.keys(found)) received[query] = await get(query);
  assert.deepEqual(received, found);
});

test("sort, and cut pages out", async () => {
  const { get, post } = await engineWithTasks();
  const found = {
    "sortBy=id&sortOrder=desc": "cba",
    "sortBy=createTime&sortOrder=desc": "cba",
    "sortBy=taskPriority&sortOrder=asc": "bca",
    "sortBy=processInstanceId&sortOrder=desc": "cab",
    "sortBy=tenantId&sortOrder=asc": "abc",
    "sortBy=tenantId&sortOrder=desc": "cab",
    "sortBy=lockExpirationTime&sortOrder=desc": "abc",
    "sortBy=processDefinitionKey&sortOrder=asc&maxResults=1": "c",
    "sortBy=processDefinitionId&sortOrder=asc&maxResults=1": "c",
    "firstResult=1": "bc",
    "firstResult=1&maxResults=1": "b",
    "maxResults=0": "",
    "maxResults=-1": "",
    "firstResult=-1": "",
    "maxResults=": "abc",
  };
  const received: Record<string, string> = {};
  for (const query of Object.keys(found)) received[query] = await get(query);
  assert.deepEqual(received, found);
  const sorting = [
    { sortBy: "processInstanceId", sortOrder: "asc" },
    {},
    { sortBy: "taskPriority", sortOrder: "asc" },
  ];
  assert.equal(await post({ sorting }), "bac");
});

test("take the same filters in a body", async () => {
  const { post } = await engineWithTasks();
  const condition = (value: unknown) => [{ name: "colour", operator: "eq", value }];
  const cases: readonly (readonly [query: unknown, found: string])[] = [
    [{}, "abc"],
    [{ topicName: "ship", withRetriesLeft: "TRUE" }, "ac"],
    [{ tenantIdIn: [], processInstanceIdIn: ["i"] }, "ab"],
    [{ externalTaskIdIn: [null] }, ""],
    [{ priorityHigherThanOrEquals: "3" }, "a"],
    [{ lockExpirationAfter: 0 }, ""],
    [{ lockExpirationAfter: "" }, "abc"],
    [{ processVariables: condition("red") }, "ab"],
    [{ processVariables: condition(4) }, ""],
    [{ sortBy: "id", sortOrder: "desc", maxResults: 1 }, "cba"],
  ];
  for (const [query, found] of cases) assert.equal(await post(query), found);
});

test("are refused in the engine's words", async () => {
  const { engine } = await engineWithTasks();
  const refusal = async (query: unknown) => {
    const { status, body } = await engine.post("/external-task/count", query);
    const { type, message, code } = JSON.parse(`${body}`);
    return `${status} ${type} ${code} ${message}`;
  };
  const condition = { name: "n", operator: "eq", value: 1 };
  const cases: readonly (readonly [query: unknown, refusal: string])[] = [
    [
      { processInstanceIdIn: [null] },
      "500 NullValueException 0 processInstanceIdIn contains null value",
    ],
    [{ tenantIdIn: [null] }, "500 NullValueException 0 tenantIds contains null value"],
    [
      { processVariables: [{ ...condition, operator: "foo" }] },
      "400 InvalidRequestException null Invalid process variable comparator specified: foo",
    ],
    [
      { processVariables: [{ ...condition, operator: null }] },
      '500 NullPointerException null Cannot invoke "String.equals(Object)" because "op" is null',
    ],
    [{ processVariables: [{ ...condition, name: null }] }, "500 NullValueException 0 name is null"],
    [
      { processVariables: [{ ...condition, value: {} }] },
      "500 ProcessEngineException 0 Object values cannot be used to query",
    ],
    [
      { sorting: [null] },
      '500 NullPointerException null Cannot invoke "org.camunda.bpm.engine.rest.dto.SortingDto.getSortOrder()" because "sorting" is null',
    ],
    [
      { sorting: [{ sortBy: "id" }] },
      "400 NotValidException 0 Invalid query: call asc() or desc() after using orderByXX(): direction is null",
    ],
    [
      { sorting: [{ sortOrder: "asc" }] },
      "400 NotValidException 0 You should call any of the orderBy methods first before specifying a direction: currentOrderingProperty is null",
    ],
    [
      { sortBy: "id" },
      "400 InvalidRequestException null Only a single sorting parameter specified. sortBy and sortOrder required",
    ],
    [
      { sortBy: "x", sortOrder: "asc" },
      "400 InvalidRequestException null Cannot read 'sortBy': it is 'x'; give id, lockExpirationTime, processInstanceId, processDefinitionId, processDefinitionKey, tenantId, taskPriority, createTime",
    ],
    [
      { lockExpirationBefore: "2013" },
      "400 InvalidRequestException null Cannot read 'lockExpirationBefore': it is '2013'; give a date such as 2030-01-31T12:00:00.000+0000",
    ],
  ];
  for (const [query, expected] of cases) assert.equal(await refusal(query), expected);
});

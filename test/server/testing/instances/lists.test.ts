import assert from "node:assert/strict";
import { startTestEngine, type TestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("process instances of a test engine");

/** An engine with three instances: `a` was seeded, `b` and `c` have tasks. */
async function start(): Promise<TestEngine> {
  const engine = await startTestEngine({ variables: { a: { n: 1, s: "xa" } } });
  const task = { topicName: "t", tenantId: "one" };
  engine.addExternalTask({
    ...task,
    processInstanceId: "c",
    businessKey: "order-1",
    processDefinitionKey: "order",
    variables: { n: 3 },
  });
  engine.addExternalTask({
    topicName: "t",
    processInstanceId: "b",
    businessKey: "order-2",
    processDefinitionKey: "bill",
    variables: { n: 2, s: "xb" },
  });
  return engine;
}

function send(engine: TestEngine, method: string, path: string, body: object): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return engine.fetch(path, { method, headers, body: JSON.stringify(body) });
}

async function ids(answer: Response): Promise<string> {
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  const found: { id: string }[] = JSON.parse(text);
  return found.map(({ id }) => id).join("");
}

const FILTERS: readonly (readonly [filter: Readonly<Record<string, unknown>>, found: string])[] = [
  [{}, "abc"],
  [{ processInstanceIds: ["c", "a", "none"] }, "ac"],
  [{ rootProcessInstanceId: "b" }, "b"],
  [{ businessKey: "order-1" }, "c"],
  [{ businessKeyLike: "order-%" }, "bc"],
  [{ processDefinitionKey: "order" }, "c"],
  [{ processDefinitionKey: "process" }, "a"],
  [{ processDefinitionKeyIn: ["order", "bill"] }, "bc"],
  [{ processDefinitionKeyNotIn: ["order"] }, "ab"],
  [{ processDefinitionId: "none" }, ""],
  [{ tenantIdIn: ["one", "two"] }, "c"],
  [{ withoutTenantId: true }, "ab"],
  [{ processDefinitionWithoutTenantId: true }, "ab"],
  [{ active: true }, "ac"],
  [{ suspended: true }, "b"],
  [{ active: true, suspended: true }, "b"],
  [{ rootProcessInstances: true, leafProcessInstances: true }, "abc"],
  [{ withIncident: true }, ""],
  [{ superProcessInstance: "a" }, ""],
  [{ subProcessInstance: "a" }, ""],
  [{ caseInstanceId: "a" }, ""],
  [{ incidentMessageLike: "%" }, ""],
  [{ variables: [{ name: "n", operator: "gt", value: 1 }] }, "bc"],
  [{ variables: [{ name: "n", operator: "gt", value: 1 }], businessKey: "order-2" }, "b"],
  [{ orQueries: [{ businessKey: "order-1", processDefinitionKey: "process" }] }, "ac"],
  [{ orQueries: [{ businessKey: "order-1", processInstanceIds: ["b"] }], suspended: true }, "b"],
  [
    { orQueries: [{ variables: [{ name: "n", operator: "eq", value: 1 }], suspended: true }] },
    "ab",
  ],
];

test("are found by each filter, and counted", async () => {
  await using engine = await start();
  await send(engine, "PUT", "/process-instance/b/suspended", { suspended: true });
  for (const [filter, found] of FILTERS) {
    const what = JSON.stringify(filter);
    assert.equal(await ids(await send(engine, "POST", "/process-instance", filter)), found, what);
    const counted = await send(engine, "POST", "/process-instance/count", filter);
    assert.deepEqual(await counted.json(), { count: found.length }, what);
    if ("orQueries" in filter || "variables" in filter) continue;
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    );
    assert.equal(await ids(await engine.fetch(`/process-instance?${query}`)), found, what);
  }
  for (const query of ["variables=s_like_x%25", "variables=s_neq_y&processInstanceIds=a,b"]) {
    assert.equal(await ids(await engine.fetch(`/process-instance?${query}`)), "ab");
  }
});

test("come sorted and in pages", async () => {
  await using engine = await start();
  for (const [query, found] of [
    ["sortBy=instanceId&sortOrder=desc", "cba"],
    ["sortBy=businessKey&sortOrder=desc", "bca"],
    ["sortBy=definitionKey&sortOrder=asc", "bca"],
    ["sortBy=tenantId&sortOrder=desc", "cab"],
    ["firstResult=1", "bc"],
    ["firstResult=1&maxResults=1", "b"],
    ["maxResults=0", ""],
    ["firstResult=9", ""],
  ] as const) {
    assert.equal(await ids(await engine.fetch(`/process-instance?${query}`)), found, query);
  }
  const sorting = [
    { sortBy: "tenantId", sortOrder: "asc" },
    { sortBy: "instanceId", sortOrder: "desc" },
  ];
  assert.equal(await ids(await send(engine, "POST", "/process-instance", { sorting })), "bac");
});

test("are not looked for by what is not known, or cannot be read", async () => {
  await using engine = await start();
  for (const query of [
    { deploymentId: "d" },
    { activityIdIn: ["a"] },
    { businesskey: "order-1" },
    { processInstanceIds: [] },
    { orQueries: [{ processInstanceIds: [] }] },
    { orQueries: [{ activityIdIn: ["a"] }] },
    { orQueries: [{ none: 1 }] },
    { active: "perhaps" },
    { sorting: [{ sortBy: "none", sortOrder: "asc" }] },
  ]) {
    for (const path of ["/process-instance", "/process-instance/count"]) {
      const answer = await send(engine, "POST", path, query);
      assert.equal(answer.status, 400, `${JSON.stringify(query)}: ${await answer.text()}`);
    }
  }
});

test("are read, suspended and deleted one by one", async () => {
  await using engine = await start();
  const read = async (id: string): Promise<Record<string, unknown>> =>
    JSON.parse(await (await engine.fetch(`/process-instance/${id}`)).text());
  const { definitionId, ...rest } = await read("c");
  assert.match(String(definitionId), /^order:1:/);
  assert.deepEqual(rest, {
    links: [],
    id: "c",
    businessKey: "order-1",
    caseInstanceId: null,
    ended: false,
    suspended: false,
    tenantId: "one",
    definitionKey: "order",
  });
  for (const suspended of [true, false]) {
    const answer = await send(engine, "PUT", "/process-instance/c/suspended", { suspended });
    assert.equal(answer.status, 204);
    assert.equal((await read("c"))["suspended"], suspended);
  }
  const path = "/process-instance/c";
  assert.equal((await engine.fetch(path, { method: "DELETE" })).status, 204);
  const gone = await engine.fetch(path, { method: "DELETE" });
  assert.deepEqual(
    [gone.status, await gone.json()],
    [
      404,
      {
        type: "InvalidRequestException",
        message: "No process instance found for id 'c': processInstance is null",
        code: 0,
      },
    ],
  );
  const leave = await engine.fetch(`${path}?failIfNotExists=false`, { method: "DELETE" });
  assert.equal(leave.status, 204);
  const suspend = await send(engine, "PUT", `${path}/suspended`, { suspended: true });
  assert.equal(suspend.status, 404);
  assert.equal((await send(engine, "PUT", "/process-instance/a/suspended", {})).status, 400);
});

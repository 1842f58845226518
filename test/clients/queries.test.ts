/** What the clients that exist send as queries, and what they make of the answers. */
import assert from "node:assert/strict";
import { ProcessVariables } from "../../core/mod.ts";
import type { Send, WireRequest } from "../server/_client.ts";
import { OVER_SOCKET } from "../server/_node_transports.ts";
import { withOneStorage } from "../server/_storages.ts";
import { suite } from "../support/suite.ts";

const test = suite("queries of clients");

interface ClientQuery extends WireRequest {
  readonly client: string;
  /** Of variables the names that are found, of instances the ids. */
  readonly finds: readonly string[];
}

function post(path: string, body: object, contentType = "application/json"): WireRequest {
  const headers = { "content-type": contentType };
  return { method: "POST", path: `/engine-rest${path}`, headers, body: JSON.stringify(body) };
}

const QUERIES: readonly ClientQuery[] = [
  {
    client: "the variables tab of Cockpit: all sorted, a page in the URL",
    ...post("/variable-instance?firstResult=0&maxResults=50&deserializeValues=false", {
      processInstanceIdIn: ["i"],
      sorting: [{ sortBy: "variableName", sortOrder: "asc" }],
      variableValues: [{ name: "amount", operator: "gt", value: 4 }],
    }),
    finds: ["amount"],
  },
  {
    client: "an older camunda-bpm-sdk-js: paging in the body, where an engine does not look",
    ...post("/variable-instance", {
      processInstanceIdIn: ["i"],
      firstResult: 0,
      maxResults: 1,
      deserializeValues: false,
    }),
    finds: ["amount", "city"],
  },
  {
    client: "camunda-bpm-sdk-js: paging of instances in the URL and in the body",
    ...post("/process-instance?firstResult=0&maxResults=15", {
      firstResult: 0,
      maxResults: 15,
      sortBy: "instanceId",
      sortOrder: "desc",
      variables: [{ name: "city", operator: "like", value: "%" }],
    }),
    finds: ["j", "i"],
  },
  {
    client: "Camunda.Api.Client of .NET: an empty list for each filter that is not set",
    ...post(
      "/variable-instance?deserializeValues=True",
      {
        variableName: "city",
        executionIdIn: [],
        processInstanceIdIn: ["j"],
        caseExecutionIdIn: [],
        caseInstanceIdIn: [],
        taskIdIn: [],
        variableScopeIdIn: [],
        activityInstanceIdIn: [],
        tenantIdIn: [],
        sorting: [],
      },
      "application/json; charset=utf-8",
    ),
    finds: ["city"],
  },
  {
    client: "formsflow.ai: sorting with more in it",
    ...post("/process-instance", {
      sorting: [{ sortBy: "instanceId", sortOrder: "desc", label: { key: null, props: {} } }],
      variables: [{ name: "amount", operator: "eq", value: 5 }],
      variableNamesIgnoreCase: false,
      variableValuesIgnoreCase: false,
    }),
    finds: ["i"],
  },
  {
    client: "a page of AngularJS: against caches of proxies",
    path: "/engine-rest/engine/default/variable-instance?cacheBust=1&processInstanceIdIn=i",
    finds: ["amount", "city"],
  },
  {
    client: "pycamunda: a boolean of Python",
    path: "/engine-rest/variable-instance?variableNameLike=c%25&deserializeValues=False&variableValues=city_like_G%25",
    finds: ["city"],
  },
];

function withOrders(run: (send: Send) => Promise<void>): Promise<void> {
  return withOneStorage(async (storage) => {
    const variables = new ProcessVariables({ storage });
    for (const [id, amount, city] of [
      ["i", 5, "Graz"],
      ["j", 6, "Linz"],
    ] as const) {
      await variables.set(id, "amount", { type: "Integer", value: amount });
      await variables.set(id, "city", { type: "String", value: city });
    }
    await OVER_SOCKET.withServer({ variables, log: () => {} }, ({ send }) => run(send));
  });
}

for (const { client, finds, ...request } of QUERIES) {
  test(client, () =>
    withOrders(async (send) => {
      const { status, body } = await send(request);
      assert.equal(status, 200, body.toString());
      const found: readonly { readonly id: string; readonly name?: string }[] = JSON.parse(
        body.toString(),
      );
      assert.deepEqual(
        found.map(({ id, name = id }) => name),
        finds,
      );
    }),
  );
}

test("pycamunda: a misspelt filter is refused, instead of finding everything", () =>
  withOrders(async (send) => {
    const { status, body } = await send({
      path: "/engine-rest/variable-instance?processInstanceId=i",
    });
    assert.equal(status, 400);
    assert.match(JSON.parse(body.toString()).message, /processInstanceId'.*processInstanceIdIn/);
  }));

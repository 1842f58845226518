import assert from "node:assert/strict";
import type { RouteOperation } from "../../../../core/rest/routes/_route_table.ts";
import { ROUTES } from "../../../../core/rest/routes/_routes.ts";
import type { Send, WireAnswer, WireRequest } from "../../../server/_client.ts";
import { FETCH } from "../../../server/_fetch_transport.ts";
import { FORM_TYPE, form } from "../../../server/_form.ts";
import { matrix, type ServiceUnderTest, type WithService } from "../../../server/_matrix.ts";
import { IN_PROCESS, OVER_SOCKET } from "../../../server/_node_transports.ts";
import type { Suite } from "../../../support/suite.ts";

const JSON_TYPE = { "content-type": "application/json" };
const NAME = "a%2Fb";

/** Shows the effect of one operation at one path. Each uses its own variables. */
type Show = (service: ServiceUnderTest, path: string, id: string) => Promise<void>;

/** The operations on a scope's variables, by method and by the path behind that of the collection. */
const OF_VARIABLES: ReadonlyMap<string, Show> = new Map([
  [
    "GET ",
    async ({ send }, path) => {
      assert.equal(await json(send, { path }), "{}");
      await put(send, `${path}/${NAME}`, '{"value":42}');
      const answer = await json(send, { path });
      assert.equal(answer, '{"a/b":{"type":"Integer","value":42,"valueInfo":{}}}');
    },
  ],
  [
    "POST ",
    async ({ send, storage }, path, id) => {
      await put(send, `${path}/${NAME}`, '{"value":42}');
      const body = '{"modifications":{"c":{"value":"x"}},"deletions":["a/b"]}';
      await done(send, { method: "POST", path, headers: JSON_TYPE, body });
      const names = (await storage.list(id)).map(({ name }) => name);
      assert.deepEqual(names, ["c"]);
    },
  ],
  [
    "GET /{varName}",
    async ({ send }, path) => {
      await put(send, path, '{"value":42,"type":"Long"}');
      assert.equal(await json(send, { path }), '{"type":"Long","value":42,"valueInfo":{}}');
    },
  ],
  [
    "PUT /{varName}",
    async ({ send, storage }, path, id) => {
      await put(send, path, '{"value":true}');
      assert.equal((await storage.stat(id, "a/b"))?.type, "Boolean");
    },
  ],
  [
    "DELETE /{varName}",
    async ({ send, storage }, path, id) => {
      await put(send, path, '{"value":true}');
      await done(send, { method: "DELETE", path });
      assert.equal(await storage.stat(id, "a/b"), undefined);
      await done(send, { method: "DELETE", path });
    },
  ],
  [
    "GET /{varName}/data",
    async ({ send }, path) => {
      await post(send, path, "bytes");
      const { status, headers, body } = await send({ path });
      assert.deepEqual([status, headers["cache-control"]], [200, "no-cache"]);
      assert.equal(body.toString(), "bytes");
    },
  ],
  [
    "POST /{varName}/data",
    async ({ send, storage }, path, id) => {
      await post(send, path, "bytes");
      assert.equal((await storage.stat(id, "a/b"))?.size, 5);
    },
  ],
]);

const EXAMPLE_ID = "aW5zdGFuY2UAYS9i";

/** All other operations. Before each, the instance `instance` has one variable of the name `a/b`, of three bytes. */
const OTHERS: ReadonlyMap<string, Show> = new Map([
  [
    "GET /process-instance",
    async ({ send }, path) => {
      const [instance] = JSON.parse(await json(send, { path: `${path}?maxResults=1` }));
      assert.deepEqual([instance.id, instance.ended], ["instance", false]);
    },
  ],
  [
    "GET /process-instance/count",
    async ({ send }, path) => assert.equal(await json(send, { path }), '{"count":1}'),
  ],
  [
    "POST /process-instance",
    async ({ send }, path) => {
      const variables = [{ name: "a/b", operator: "neq", value: null }];
      const [instance] = JSON.parse(await search(send, path, { variables }));
      assert.equal(instance.id, "instance");
    },
  ],
  [
    "POST /process-instance/count",
    async ({ send }, path) => {
      assert.equal(await search(send, path, { processInstanceIds: ["no"] }), '{"count":0}');
    },
  ],
  [
    "GET /process-instance/{id}",
    async ({ send }, path) => {
      assert.equal(JSON.parse(await json(send, { path })).id, "instance");
    },
  ],
  [
    "DELETE /process-instance/{id}",
    async ({ send, storage }, path) => {
      await done(send, { method: "DELETE", path });
      await done(send, { method: "DELETE", path });
      assert.deepEqual(await storage.instances(), []);
    },
  ],
  [
    "GET /variable-instance",
    async ({ send }, path) => {
      const query = "processInstanceIdIn=other,instance&variableName=a/b";
      const [variable] = JSON.parse(await json(send, { path: `${path}?${query}` }));
      assert.deepEqual([variable.id, variable.name], [EXAMPLE_ID, "a/b"]);
      assert.equal(await json(send, { path: `${path}?firstResult=1` }), "[]");
    },
  ],
  [
    "POST /variable-instance",
    async ({ send }, path) => {
      const [variable] = JSON.parse(await search(send, path, { variableNameLike: "a_b" }));
      assert.deepEqual([variable.id, variable.name], [EXAMPLE_ID, "a/b"]);
    },
  ],
  [
    "GET /variable-instance/count",
    async ({ send }, path) => {
      assert.equal(await json(send, { path: `${path}?variableNameLike=b%25` }), '{"count":0}');
    },
  ],
  [
    "POST /variable-instance/count",
    async ({ send }, path) => assert.equal(await search(send, path, {}), '{"count":1}'),
  ],
  [
    "GET /variable-instance/{id}",
    async ({ send }, path) => {
      const variable = JSON.parse(await json(send, { path }));
      assert.deepEqual([variable.processInstanceId, variable.value], ["instance", null]);
    },
  ],
  [
    "GET /variable-instance/{id}/data",
    async ({ send }, path) => assert.equal((await send({ path })).body.toString(), "old"),
  ],
  [
    "GET /engine",
    async ({ send }, path) => assert.equal(await json(send, { path }), '[{"name":"default"}]'),
  ],
  [
    "GET /version",
    async ({ send }, path) => assert.equal(await json(send, { path }), '{"version":"7.24.0"}'),
  ],
  [
    "GET /openapi.json",
    async ({ send }, path) => {
      assert.equal(JSON.parse(await json(send, { path })).openapi, "3.1.0");
    },
  ],
]);

const SCOPE = /^(\/[\w-]+\/)\{id\}(\/(?:v|localV)ariables)(.*)$/;

matrix("the routes", defineTests, [IN_PROCESS, OVER_SOCKET, FETCH]);

function defineTests(test: Suite, withService: WithService): void {
  test("of variables do what the engine's do, whatever they are the variables of", () =>
    withService(async (service) => {
      for (const { method, path, operation } of eachOperation()) {
        const [, before = "", collection = "", rest = ""] = SCOPE.exec(path) ?? [];
        if (before === "") continue;
        const id = `of ${operation.id}`;
        const target = `${before}${encodeURIComponent(id)}${collection}${rest}`;
        const show = OF_VARIABLES.get(`${method} ${rest}`);
        await explain(`${method} ${path}`, show?.(service, target.replace("{varName}", NAME), id));
      }
    }));

  test("of all else do what the engine's do", () =>
    withService(async (service) => {
      for (const { method, path } of eachOperation()) {
        if (SCOPE.test(path)) continue;
        await keep(service.storage);
        const show = OTHERS.get(`${method} ${path}`);
        await explain(`${method} ${path}`, show?.(service, fill(path), ""));
      }
    }));

  test("answer OPTIONS, HEAD, a wrong method, and a slash at the end", () =>
    withService(async ({ send, storage }) => {
      await keep(storage);
      for (const { path, operations } of ROUTES) {
        await explain(path, checkMethods(send, fill(path), Object.keys(operations)));
      }
    }));
}

async function checkMethods(send: Send, path: string, methods: readonly string[]): Promise<void> {
  const isRead = methods.includes("GET");
  const allow = [...methods, ...(isRead ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const options = await send({ method: "OPTIONS", path: `${path}/` });
  assert.deepEqual([options.status, options.headers.allow], [204, allow]);
  const wrong = await send({ method: "PATCH", path });
  assert.deepEqual([wrong.status, wrong.headers.allow], [405, allow]);
  if (!isRead) return;
  const get = await send({ path });
  const head = await send({ method: "HEAD", path });
  assert.equal(head.status, 200);
  assert.deepEqual(withoutDate(head), { ...withoutDate(get), body: Buffer.alloc(0) });
}

function* eachOperation(): Generator<{ method: string; path: string; operation: RouteOperation }> {
  for (const { path, operations } of ROUTES) {
    for (const [method, operation] of Object.entries(operations)) yield { method, path, operation };
  }
}

/** Adds the row to the message of a failure. Fails also if no function shows the row. */
async function explain(row: string, shown: Promise<void> | undefined): Promise<void> {
  assert.ok(shown, `${row} is not shown`);
  await shown.catch((error: Error) => {
    error.message = `${row}: ${error.message}`;
    throw error;
  });
}

function fill(path: string): string {
  const id = path.startsWith("/variable-instance") ? EXAMPLE_ID : "instance";
  return path.replace("{id}", id).replace("{varName}", NAME);
}

async function keep(storage: ServiceUnderTest["storage"]): Promise<void> {
  const content = Buffer.from("old");
  await storage.apply("instance", [
    { op: "put", name: "a/b", type: "Bytes", valueInfo: {}, content },
  ]);
}

async function put(send: Send, path: string, body: string): Promise<void> {
  await done(send, { method: "PUT", path, headers: JSON_TYPE, body });
}

async function post(send: Send, path: string, content: string): Promise<void> {
  const headers = { "content-type": FORM_TYPE };
  await done(send, { method: "POST", path, headers, body: form({ name: "data", content }) });
}

async function done(send: Send, request: WireRequest): Promise<void> {
  const { status, body } = await send(request);
  assert.deepEqual([status, body.toString()], [204, ""]);
}

async function search(send: Send, path: string, query: object): Promise<string> {
  const body = JSON.stringify(query);
  return await json(send, { method: "POST", path, headers: JSON_TYPE, body });
}

async function json(send: Send, request: WireRequest): Promise<string> {
  const { status, headers, body } = await send(request);
  assert.equal(status, 200, body.toString());
  assert.equal(headers["content-type"], "application/json");
  // Like the engine, only GET tells caches to ask again.
  assert.equal(headers["cache-control"], request.method === "POST" ? undefined : "no-cache");
  assert.equal(headers["content-length"], String(body.length));
  return body.toString();
}

function withoutDate({ status, headers: { date: _, ...headers }, body }: WireAnswer): WireAnswer {
  return { status, headers, body };
}

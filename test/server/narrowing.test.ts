import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/mod.ts";
import type { Authorize } from "../../core/rest/mod.ts";
import { encodeVariableId } from "../../core/variables/values/_variable_id.ts";
import type { WireRequest } from "./_client.ts";
import { matrix } from "./_matrix.ts";

const JSON_TYPE = { "content-type": "application/json" };
const NUMBER: WireRequest = { path: "", method: "PUT", headers: JSON_TYPE, body: '{"value":1}' };

/** Allows the instances whose id begins with `mine`. */
const authorize: Authorize = () => ({
  allow: true,
  user: "anna",
  instances: (instanceId) => instanceId.startsWith("mine"),
});

const MINE = ["mine-1", "mine-3", "mine-5"];
const THEIRS = ["a-0", "mind", "nine", "z-9"];

async function fill(storage: VariableStorage): Promise<void> {
  for (const [index, id] of [...MINE, ...THEIRS].entries()) {
    const put = { op: "put", type: "Integer", valueInfo: {} } as const;
    await storage.apply(id, [
      { ...put, name: "n", content: Buffer.from(String(index)) },
      { ...put, name: `of ${id}`, content: Buffer.from(String(index)) },
    ]);
  }
}

matrix("instances that authorize allows", (test, withService) => {
  test("are all that can be named by a path, a scope, or the id of a variable", () =>
    withService(
      async ({ send, storage }) => {
        await fill(storage);
        for (const path of paths("mine-1")) {
          const { status } = await send({ path });
          assert.equal(status, 200, path);
        }
        for (const path of paths("mind")) {
          const answer = await send({ path });
          assert.equal(answer.status, 403, path);
          const { type, message } = JSON.parse(answer.body.toString());
          assert.equal(type, "AuthorizationException");
          assert.match(message, /^Cannot use process instance mind: /);
        }
      },
      { authorize },
    ));

  test("are all that can be written or deleted", () =>
    withService(
      async ({ send, storage }) => {
        await fill(storage);
        const before = await storage.list("mind");
        const variable = "/process-instance/mind/variables/n";
        const requests: WireRequest[] = [
          { ...NUMBER, path: variable },
          { ...NUMBER, path: "/execution/mind/localVariables/n" },
          { ...NUMBER, path: "/task/mind/variables/new" },
          {
            ...NUMBER,
            method: "POST",
            path: "/process-instance/mind/variables",
            body: '{"deletions":["n"]}',
          },
          { method: "DELETE", path: variable },
          { method: "DELETE", path: "/process-instance/mind" },
          { method: "DELETE", path: "/process-instance/mind?failIfNotExists=false" },
          {
            method: "POST",
            path: `${variable}/data`,
            headers: { "content-type": "multipart/form-data; boundary=x" },
            body: '--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n1\r\n--x--\r\n',
          },
        ];
        for (const request of requests) {
          assert.equal((await send(request)).status, 403, `${request.method} ${request.path}`);
        }
        assert.deepEqual(await storage.list("mind"), before);
        assert.equal(
          (await send({ ...NUMBER, path: "/process-instance/mine-new/variables/n" })).status,
          204,
        );
        assert.equal(
          (await send({ method: "DELETE", path: "/process-instance/mine-1" })).status,
          204,
        );
      },
      { authorize },
    ));

  test("are all that lists, queries and counts show, in pages that are full", () =>
    withService(
      async ({ send, storage }) => {
        await fill(storage);
        const get = async (path: string) => JSON.parse((await send({ path })).body.toString());
        const post = async (path: string, filter: object) => {
          const body = JSON.stringify(filter);
          const answer = await send({ method: "POST", path, headers: JSON_TYPE, body });
          assert.equal(answer.status, 200);
          return JSON.parse(answer.body.toString());
        };
        const idsOf = (list: { id: string }[]) => list.map(({ id }) => id);
        const ownersOf = (list: { processInstanceId: string }[]) =>
          list.map(({ processInstanceId }) => processInstanceId);

        assert.deepEqual(idsOf(await get("/process-instance")), MINE);
        assert.deepEqual(
          idsOf(await get("/process-instance?firstResult=1&maxResults=2")),
          MINE.slice(1),
        );
        assert.deepEqual(
          idsOf(await get("/process-instance?sortBy=instanceId&sortOrder=desc")),
          MINE.toReversed(),
        );
        assert.deepEqual(await get("/process-instance/count"), { count: 3 });
        const some = "/process-instance?processInstanceIds=mind,mine-3,z-9";
        assert.deepEqual(idsOf(await get(some)), ["mine-3"]);
        const large = { variables: [{ name: "n", operator: "gteq", value: 1 }] };
        assert.deepEqual(idsOf(await post("/process-instance", large)), ["mine-3", "mine-5"]);

        assert.deepEqual(ownersOf(await get("/variable-instance?variableName=n")), MINE);
        const page = "/variable-instance?variableName=n&firstResult=1&maxResults=2";
        assert.deepEqual(ownersOf(await get(page)), MINE.slice(1));
        const sorted = "/variable-instance?sortBy=variableName&sortOrder=desc&maxResults=4";
        assert.deepEqual(ownersOf(await get(sorted)), ["mine-5", "mine-3", "mine-1", "mine-1"]);
        const types = "/variable-instance?sortBy=variableType&sortOrder=asc";
        assert.equal((await get(types)).length, 6);
        assert.deepEqual(await get("/variable-instance/count"), { count: 6 });
        assert.deepEqual(await get("/variable-instance?processInstanceIdIn=mind,nine"), []);
        assert.deepEqual(await get("/variable-instance/count?processInstanceIdIn=mind,mine-1"), {
          count: 2,
        });

        const both = { ...large, processInstanceIds: ["mind", "mine-1"] };
        assert.deepEqual(idsOf(await post("/process-instance", { orQueries: [both] })), MINE);
        assert.deepEqual(await post("/process-instance/count", { orQueries: [both] }), {
          count: 3,
        });
        assert.deepEqual(
          idsOf(await post("/process-instance", { processInstanceIds: ["mind"] })),
          [],
        );
        assert.deepEqual(
          ownersOf(await post("/variable-instance", { variableNameLike: "of%" })),
          MINE,
        );
        assert.deepEqual(await post("/variable-instance/count", {}), { count: 6 });
      },
      { authorize },
    ));

  test("are those of the scope, not the id in the path", () =>
    withService(
      async ({ send, storage }) => {
        await fill(storage);
        const statuses = [];
        for (const path of [
          "/task/a/variables/n",
          "/task/b/variables/n",
          "/task/mine-1/variables/n",
        ]) {
          statuses.push((await send({ path })).status);
        }
        assert.deepEqual(statuses, [200, 403, 404]);
      },
      {
        authorize,
        resolveScope: ({ id }) =>
          new Map([
            ["a", "mine-1"],
            ["b", "mind"],
          ]).get(id),
      },
    ));

  test("are those that the embedder maps an id to", () =>
    withService(
      async ({ send, storage }) => {
        await fill(storage);
        const statusOf = async (path: string) => (await send({ path })).status;
        assert.equal(await statusOf("/process-instance/mine-x/variables/n"), 403);
        assert.equal(await statusOf("/process-instance/x/variables/n"), 200);
        assert.equal(await statusOf("/process-instance/unknown/variables/n"), 404);
        const list = JSON.parse((await send({ path: "/process-instance" })).body.toString());
        assert.deepEqual(
          list.map(({ id }: { id: string }) => id),
          ["mine-1"],
        );
      },
      {
        authorize,
        variables: {
          resolveInstance: (id) =>
            new Map([
              ["mine-x", "mind"],
              ["x", "mine-1"],
              ["mine-1", "mine-1"],
            ]).get(id),
        },
      },
    ));
});

/** Paths that name an instance. */
function paths(id: string): string[] {
  return [
    ...["process-instance", "execution", "task"].flatMap((kind) => [
      `/${kind}/${id}/variables`,
      `/${kind}/${id}/variables/n`,
      `/${kind}/${id}/localVariables/n`,
    ]),
    `/process-instance/${id}`,
    `/variable-instance/${encodeVariableId(id, "n")}`,
    `/engine-rest/engine/default/process-instance/${id}/variables/n`,
  ];
}

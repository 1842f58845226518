import assert from "node:assert/strict";
import { matrix } from "./_matrix.ts";

const JSON_TYPE = { "content-type": "application/json" };
const NUMBER = { method: "PUT", headers: JSON_TYPE, body: '{"value":1}' };

matrix("scopes", (test, withService) => {
  test("without a hook are instances of their own, variables and localVariables alike", () =>
    withService(async ({ send, storage }) => {
      for (const scope of ["process-instance", "execution", "task"]) {
        const path = `/${scope}/same/variables/${scope}`;
        assert.equal((await send({ ...NUMBER, path })).status, 204);
        const local = path.replace("variables", "localVariables");
        assert.equal((await send({ path: local })).status, 200);
      }
      assert.equal((await storage.list("same")).length, 3);
    }));

  test("are those that the hook says", async () => {
    const asked: string[] = [];
    await withService(
      async ({ send, storage }) => {
        for (const path of ["/execution/e/localVariables/a", "/task/t%2F1/variables/b"]) {
          assert.equal((await send({ ...NUMBER, path })).status, 204);
        }
        assert.equal(
          (await send({ ...NUMBER, path: "/process-instance/e/variables/c" })).status,
          204,
        );
        assert.deepEqual(await storage.instances(), ["e", "instance"]);
        assert.deepEqual(asked, ["execution e", "task t/1"]);
      },
      {
        resolveScope: ({ kind, id }) => {
          asked.push(`${kind} ${id}`);
          return "instance";
        },
      },
    );
  });

  test("that the hook does not know are 404, before the body is read", () =>
    withService(
      async ({ send, storage }) => {
        for (const kind of ["execution", "task"]) {
          const path = `/${kind}/x/variables/v`;
          for (const request of [{ path }, { path: `${path}/data` }, { ...NUMBER, path }]) {
            const { status, body } = await send(request);
            assert.equal(status, 404);
            assert.deepEqual(JSON.parse(body.toString()), {
              type: "RestException",
              message: `${kind} x doesn't exist: ${kind} is null`,
              code: null,
            });
          }
        }
        assert.deepEqual(await storage.instances(), []);
      },
      { resolveScope: async () => undefined },
    ));

  test("of a process instance that is not known are 404 everywhere", () =>
    withService(
      async ({ send }) => {
        const path = "/process-instance/x";
        for (const request of [
          { path: `${path}/variables` },
          { path: `${path}/variables/v` },
          { path: `${path}/variables/v/data` },
          { ...NUMBER, path: `${path}/variables/v` },
          { method: "DELETE", path: `${path}/variables/v` },
          { method: "DELETE", path },
          { method: "POST", path: `${path}/variables`, headers: JSON_TYPE, body: "{}" },
        ]) {
          const { status, headers, body } = await send(request);
          assert.deepEqual([status, headers["content-type"]], [404, "application/json"]);
          // As in the engine, the end of an instance is not a matter of its variables.
          const type = request.path === path ? "InvalidRequestException" : "RestException";
          assert.equal(JSON.parse(body.toString()).type, type);
        }
      },
      { variables: { resolveInstance: () => undefined } },
    ));

  test("are in no list when their process instance is not known", () =>
    withService(
      async ({ send, storage }) => {
        const put = { op: "put", name: "v", type: "Null", valueInfo: {}, content: null } as const;
        for (const id of ["ended", "known"]) await storage.apply(id, [put]);
        const read = async (path: string) => JSON.parse((await send({ path })).body.toString());
        assert.deepEqual(await read("/process-instance/count"), { count: 1 });
        for (const path of ["/process-instance", "/variable-instance"]) {
          const listed = await read(path);
          assert.equal(listed.length, 1, path);
          assert.equal(listed[0].processInstanceId ?? listed[0].id, "known");
        }
        assert.deepEqual(await read("/variable-instance?processInstanceIdIn=ended"), []);
      },
      { variables: { resolveInstance: (id) => (id === "known" ? id : undefined) } },
    ));
});

import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/mod.ts";
import { matrix } from "./_matrix.ts";

const PATH = "/process-instance/i/variables";
const COUNT = 300;

/** Stores 300 variables of 1 KB, and a large one. */
async function fill(storage: VariableStorage): Promise<void> {
  const content = Buffer.alloc(1_000, "x");
  const changes = Array.from({ length: COUNT }, (_, index) => {
    const name = `v${String(index).padStart(3, "0")}`;
    return { op: "put", name, type: "String", valueInfo: {}, content } as const;
  });
  const large = { op: "put", name: "w", type: "Bytes", valueInfo: {} } as const;
  await storage.apply("i", [...changes, { ...large, content: Buffer.alloc(100_000) }]);
}

matrix("long lists", (test, withService) => {
  test("come whole, and without a length", () =>
    withService(async ({ send, storage, transport }) => {
      await fill(storage);
      const map = await send({ path: PATH });
      assert.deepEqual([map.status, map.headers["content-length"]], [200, undefined]);
      assert.equal(map.headers["transfer-encoding"], transport.isHttp ? "chunked" : undefined);
      const variables: Record<string, { value: string; valueInfo: object }> = JSON.parse(
        map.body.toString(),
      );
      assert.equal(Object.keys(variables).length, COUNT + 1);
      assert.equal(variables["v299"]?.value, "x".repeat(1_000));
      assert.deepEqual(variables["w"], {
        type: "Bytes",
        value: null,
        valueInfo: { size: 100_000 },
      });
      const head = await send({ method: "HEAD", path: PATH });
      assert.deepEqual([head.status, head.headers["content-length"]], [200, undefined]);
    }));

  test("come in parts, and without Bytes", () =>
    withService(async ({ send, storage }) => {
      await fill(storage);
      const names = async (query: string) => {
        const { body } = await send({ path: `/variable-instance?${query}` });
        const variables: { name: string }[] = JSON.parse(body.toString());
        return variables.map(({ name }) => name);
      };
      assert.deepEqual(await names("firstResult=298&maxResults=2"), ["v298", "v299"]);
      assert.deepEqual(await names("firstResult=299"), ["v299", "w"]);
      assert.deepEqual(await names("firstResult=299&omitBytes=true"), ["v299"]);
      assert.deepEqual(await names("variableName=w&processInstanceIdIn=i"), ["w"]);
      assert.deepEqual(await names("maxResults=0"), []);
      const { body } = await send({ path: `${PATH}?omitBytes=true` });
      assert.equal(Object.keys(JSON.parse(body.toString())).length, COUNT);
    }));

  test("show JSON within JSON, or as a string", () =>
    withService(async ({ send, storage }) => {
      const content = Buffer.from('{"a":[1]}');
      await storage.apply("i", [{ op: "put", name: "j", type: "Json", valueInfo: {}, content }]);
      for (const [query, value] of [
        ["", { a: [1] }],
        ["?deserializeValues=true", { a: [1] }],
        ["?deserializeValues=false", '{"a":[1]}'],
        ["?deserializeValues=yes", '{"a":[1]}'],
      ] as const) {
        const map = await send({ path: `${PATH}${query}` });
        assert.deepEqual(JSON.parse(map.body.toString()).j.value, value, query);
        const list = await send({ path: `/variable-instance${query}` });
        assert.deepEqual(JSON.parse(list.body.toString())[0].value, value, query);
        const one = query.replace("Values", "Value");
        const single = await send({ path: `${PATH}/j${one}` });
        assert.deepEqual(JSON.parse(single.body.toString()).value, value, query);
      }
    }));

  test("of nothing are empty", () =>
    withService(async ({ send }) => {
      for (const [path, body] of [
        [PATH, "{}"],
        ["/variable-instance", "[]"],
        ["/process-instance", "[]"],
      ] as const) {
        assert.equal((await send({ path })).body.toString(), body);
      }
    }));

  test("are refused to pages of other sites, as writes are", () =>
    withService(async ({ send, storage }) => {
      await fill(storage);
      const scopes = ["process-instance", "execution", "task"];
      const maps = scopes.flatMap((scope) => [
        `/${scope}/i/variables`,
        `/${scope}/i/localVariables`,
      ]);
      const lists = ["/process-instance", "/process-instance/count", "/variable-instance", ...maps];
      const image = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "image" };
      for (const path of [...lists, "/engine-rest/variable-instance?firstResult=299"]) {
        for (const [headers, status] of [
          [image, 403],
          [{ origin: "https://evil.example" }, 403],
          [{ "sec-fetch-site": "same-origin" }, 200],
          [{ "sec-fetch-site": "none" }, 200],
          [{}, 200],
        ] as const) {
          for (const method of ["GET", "HEAD"]) {
            const answer = await send({ method, path, headers });
            assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(headers)}`);
          }
        }
      }
      for (const path of [`${PATH}/v000`, `${PATH}/w/data`, "/version", "/openapi.json"]) {
        assert.equal((await send({ path, headers: image })).status, 200, path);
      }
    }));

  test("are refused when they are asked for by what is not known", () =>
    withService(async ({ send }) => {
      for (const path of [
        "/process-instance?processDefinitionKey=x",
        "/process-instance/count?maxResult=1",
        "/process-instance?firstResult=-1",
        "/variable-instance?variablename=x",
        "/variable-instance?maxResults=-1",
        "/variable-instance/count?variableNames=x",
        "/variable-instance/count?omitBytes=true",
      ]) {
        const { status, body } = await send({ path });
        assert.equal(status, 400, path);
        assert.equal(JSON.parse(body.toString()).type, "InvalidRequestException");
      }
    }));
});

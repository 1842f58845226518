import assert from "node:assert/strict";
import type { WireRequest } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { matrix } from "./_matrix.ts";

const PATH = "/process-instance/i/variables";
const PUT = { method: "PUT", path: `${PATH}/v` };
const POST = { method: "POST", path: PATH };

matrix("JSON bodies", (test, withService) => {
  test("are taken as application/json only", () =>
    withService(async ({ send, storage }) => {
      for (const request of [
        { ...PUT, body: '{"value":1}' },
        { ...POST, body: '{"modifications":{"v":{"value":1}}}' },
      ]) {
        for (const type of [
          undefined,
          "",
          "text/plain",
          "application/hal+json",
          "application/jsonp",
          "application/json, text/plain",
          FORM_TYPE,
        ]) {
          const headers: Record<string, string> =
            type === undefined ? {} : { "content-type": type };
          const answer = await send({ ...request, headers });
          assert.equal(answer.status, 415, `${request.method} ${type}`);
          assert.equal(JSON.parse(answer.body.toString()).type, "NotSupportedException");
        }
        assert.deepEqual(await storage.instances(), []);
        for (const type of ["application/json", "Application/JSON; charset=UTF-8"]) {
          const answer = await send({ ...request, headers: { "content-type": type } });
          assert.equal(answer.status, 204, type);
        }
        await storage.apply("i", [{ op: "clear" }]);
      }
    }));

  test("that are not valid change nothing", () =>
    withService(async ({ send, storage }) => {
      const headers = { "content-type": "application/json" };
      await send({ ...PUT, headers, body: '{"value":1}' });
      const before = await storage.list("i");
      for (const [request, start] of [
        [{ ...PUT, body: "" }, "Cannot put process instance variable v: "],
        [{ ...PUT, body: '{"value":' }, "Cannot put process instance variable v: "],
        [{ ...PUT, body: "null" }, "Cannot put process instance variable v: "],
        [
          { ...PUT, body: '{"value":"x","type":"Integer"}' },
          "Cannot put process instance variable v: ",
        ],
        [{ ...POST, body: "[]" }, "Cannot modify variables for process instance"],
        [
          {
            ...POST,
            body: '{"modifications":{"a":{"value":1},"b":{"type":"x"}},"deletions":["v"]}',
          },
          "Cannot modify variables for process instance",
        ],
      ] as const satisfies readonly (readonly [WireRequest, string])[]) {
        const { status, body } = await send({ ...request, headers });
        assert.equal(status, 400, request.body);
        const { message, code } = JSON.parse(body.toString());
        assert.ok(message.startsWith(start), message);
        assert.equal(code, null);
        assert.deepEqual(await storage.list("i"), before);
      }
    }));

  test("that are too large are refused, early if they say so", () =>
    withService(
      async ({ send }) => {
        const headers = { "content-type": "application/json" };
        const body = `{"modifications":{},"deletions":["${"x".repeat(200)}"]}`;
        const length = { ...headers, "content-length": String(body.length) };
        const chunked = { ...headers, "transfer-encoding": "chunked" };
        for (const given of [length, chunked]) {
          assert.equal((await send({ ...POST, headers: given, body })).status, 413);
        }
      },
      { variables: { limits: { maxJsonBytes: 100 } } },
    ));

  test("stay away from reads: a content type there is fine", () =>
    withService(async ({ send }) => {
      const headers = { "content-type": "application/json" };
      assert.equal((await send({ path: PATH, headers })).status, 200);
      assert.equal((await send({ ...PUT, method: "DELETE", headers })).status, 204);
    }));
});

matrix("hints", (test, withService) => {
  const data = form({ name: "data", content: "x", filename: "f.txt" });
  const upload: WireRequest = {
    method: "POST",
    path: `${PATH}/v/data`,
    headers: { "content-type": FORM_TYPE },
    body: data,
  };

  test("on what was done go to the log, at debug level", () =>
    withService(async ({ send, logged }) => {
      assert.equal((await send(upload)).status, 204);
      const [{ level, message, fields } = { level: "", message: "", fields: {} }] = logged;
      assert.deepEqual([level, fields], ["debug", { instanceId: "i", name: "v" }]);
      assert.match(message, /valueType/);
    }));

  test("on what was refused are in the answer, behind the engine's words", () =>
    withService(async ({ send, logged }) => {
      const headers = { "content-type": "multipart/form-data" };
      const { status, body } = await send({ ...upload, headers });
      assert.equal(status, 400);
      const { type, message } = JSON.parse(body.toString());
      assert.equal(type, "RestException");
      assert.match(message, /^multipart\/form-data cannot be processed: .*boundary/);
      assert.deepEqual(
        logged.map(({ message, fields }) => [message, fields["status"]]),
        [["Refuses a request", 400]],
      );
    }));

  test("are not needed by a lenient server", () =>
    withService(
      async ({ send }) => {
        const headers = { "content-type": "multipart/form-data" };
        assert.equal((await send({ ...upload, headers })).status, 204);
        assert.equal((await send({ path: `${PATH}/v/data` })).body.toString(), "x");
      },
      { variables: { lenient: true } },
    ));
});

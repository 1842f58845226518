import assert from "node:assert/strict";
import { once } from "node:events";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { type Access, type AccessRequest, createFetchHandler } from "../../core/rest/fetch/mod.ts";
import { RestError } from "../../core/rest/mod.ts";
import { suite } from "../support/suite.ts";
import { until } from "../support/until.ts";
import type { WireAnswer, WireRequest } from "./_client.ts";
import { bindings } from "./_matrix.ts";
import { withConnection } from "./_raw_connection.ts";
import { requestHead } from "./_requests.ts";
import { withServer } from "./_with_server.ts";

const DENIED: Access = { allow: false, headers: { "WWW-Authenticate": 'Basic realm="x"' } };
const PATH = "/process-instance/i/variables/v";
const JSON_TYPE = { "content-type": "application/json" };
const PUT: WireRequest = { method: "PUT", path: PATH, headers: JSON_TYPE, body: '{"value":1}' };
const ORIGIN = "https://app.example.com";

function errorOf({ body }: WireAnswer) {
  return JSON.parse(body.toString());
}

bindings("authorize", (test, withService) => {
  test("closes everything: what there is, what there is not, and what is wrong", () =>
    withService(
      async ({ send, storage }) => {
        const requests: WireRequest[] = [
          { path: PATH },
          PUT,
          { path: "/version" },
          { path: "/openapi.json" },
          { path: "/engine" },
          { path: "/" },
          { path: "/health/nothing" },
          { path: "/metrics" },
          { path: "/process-instance/%zz" },
          { path: "/process-instance/i%00" },
          { ...PUT, method: "PATCH" },
          { ...PUT, headers: { ...JSON_TYPE, "content-encoding": "gzip" } },
          { ...PUT, headers: { ...JSON_TYPE, origin: "https://evil.example" } },
          { method: "OPTIONS", path: PATH },
          { method: "OPTIONS", path: PATH, headers: { origin: ORIGIN } },
        ];
        for (const request of requests) {
          const answer = await send(request);
          assert.equal(answer.status, 401, `${request.method} ${request.path}`);
          assert.equal(answer.headers["www-authenticate"], 'Basic realm="x"');
          assert.equal(answer.headers["content-type"], "application/json");
          assert.equal(answer.headers.allow, undefined);
          const { message, ...rest } = errorOf(answer);
          assert.deepEqual(rest, { type: "NotAuthorizedException", code: null });
          assert.match(message, /^Cannot serve the request: it needs credentials/);
        }
        const head = await send({ method: "HEAD", path: PATH });
        assert.deepEqual([head.status, head.body.length], [401, 0]);
        assert.equal(head.headers["www-authenticate"], 'Basic realm="x"');
        assert.deepEqual(await storage.instances(), []);
      },
      { authorize: () => DENIED },
    ));

  test("gets what is known of the request", async () => {
    const asked: Omit<AccessRequest, "header">[] = [];
    await withService(
      async ({ send }) => {
        await send({ path: "/engine-rest/process-instance/a%2Fb/variables/v?x=1" });
        await send({ method: "POST", path: "/variable-instance", headers: JSON_TYPE, body: "{}" });
        await send({ method: "POST", path: "/process-instance/count", body: "{}" });
        await send({ method: "DELETE", path: "/nothing" });
        assert.deepEqual(asked, [
          {
            method: "GET",
            target: "/engine-rest/process-instance/a%2Fb/variables/v?x=1",
            kind: "read",
            operation: "getProcessInstanceVariable",
            parameters: ["a/b", "v"],
          },
          {
            method: "POST",
            target: "/variable-instance",
            kind: "read",
            operation: "queryVariableInstances",
            parameters: [],
          },
          {
            method: "POST",
            target: "/process-instance/count",
            kind: "read",
            operation: "queryProcessInstancesCount",
            parameters: [],
          },
          {
            method: "DELETE",
            target: "/nothing",
            kind: "write",
            operation: undefined,
            parameters: [],
          },
        ]);
      },
      {
        authorize: ({ header, ...request }) => {
          asked.push(request);
          assert.equal(header("authorization"), undefined);
          return DENIED;
        },
      },
    );
  });

  test("lets in, and knows the user before the operation runs", () =>
    withService(
      async ({ send }) => {
        const headers = { ...JSON_TYPE, authorization: "Bearer x" };
        assert.equal((await send({ ...PUT, headers })).status, 204);
        const { status, body } = await send({ path: PATH, headers });
        assert.deepEqual([status, JSON.parse(body.toString()).value], [200, 1]);
        assert.equal((await send({ path: "/nothing", headers })).status, 404);
        const patched = await send({ ...PUT, method: "PATCH", headers });
        assert.deepEqual([patched.status, patched.headers.allow?.includes("PUT")], [405, true]);
        const asked = await send({ method: "OPTIONS", path: PATH, headers });
        assert.equal(asked.status, 204);
        assert.equal((await send(PUT)).status, 401);
      },
      {
        authorize: async ({ header }) =>
          header("authorization") === "Bearer x" ? { allow: true, user: "x" } : DENIED,
      },
    ));

  test("refuses a known user by 403, and this is in the log", () =>
    withService(
      async ({ send, logged }) => {
        const answer = await send(PUT);
        assert.equal(answer.status, 403);
        assert.deepEqual(errorOf(answer), {
          type: "AuthorizationException",
          message: "anna may only read",
          code: null,
        });
        assert.deepEqual(
          logged.map(({ level, fields }) => [level, fields["status"], fields["reason"]]),
          [["info", 403, "anna may only read"]],
        );
      },
      {
        authorize: () => ({ allow: false, status: 403, message: "anna may only read" }),
      },
    ));

  test("that fails, or decides nothing, lets nobody in", async () => {
    const failing = [
      () => {
        throw new Error("a fault");
      },
      () => Promise.reject(new Error("a fault")),
      () => JSON.parse('{"allow":"yes"}'),
      () => JSON.parse("null"),
    ];
    for (const authorize of failing) {
      await withService(
        async ({ send, storage, logged }) => {
          for (const request of [PUT, { path: "/version" }]) {
            const answer = await send(request);
            assert.equal(answer.status, 500);
            assert.match(errorOf(answer).message, /the server failed, its log has the reason/);
          }
          assert.deepEqual(await storage.instances(), []);
          assert.deepEqual(
            logged.map(({ level }) => level),
            ["error", "error"],
          );
        },
        { authorize },
      );
    }
  });

  test("that answers with what cannot be sent gets a 500, and the server goes on", async () => {
    const refusals: (() => Access)[] = [
      () => ({ allow: false, headers: { "WWW-Authenticate": 'Bearer realm="\u043a"' } }),
      () => ({ allow: false, status: 403, headers: { "X-Why": "a\r\nSet-Cookie: b" } }),
      () => ({ allow: false, headers: { "no name": "b" } }),
      () => {
        throw new RestError(1_000, "NoSuchException", "no such status");
      },
    ];
    for (const authorize of refusals) {
      await withService(
        async ({ send, logged }) => {
          for (const request of [PUT, { path: "/version" }]) {
            const { status, headers, body } = await send(request);
            assert.equal(status, 500);
            assert.equal(headers["set-cookie"], undefined);
            assert.match(JSON.parse(body.toString()).message, /the server failed/);
          }
          const faults = logged.filter(({ level }) => level === "error");
          assert.equal(faults.length, 2);
        },
        { authorize },
      );
    }
  });

  test("may say that it is too busy", () =>
    withService(
      async ({ send }) => {
        const { status, headers } = await send(PUT);
        assert.deepEqual([status, headers["retry-after"]], [503, "2"]);
      },
      {
        authorize: () => {
          throw new RestError(503, "ServiceUnavailableException", "busy", { "Retry-After": "2" });
        },
      },
    ));

  test("does not keep a page of an allowed origin from reading its refusals", () =>
    withService(
      async ({ send }) => {
        const asked = { origin: ORIGIN, "access-control-request-method": "PUT" };
        const preflight = await send({ method: "OPTIONS", path: PATH, headers: asked });
        assert.equal(preflight.status, 204);
        assert.equal(preflight.headers["access-control-allow-origin"], ORIGIN);
        const { status, headers } = await send({
          ...PUT,
          headers: { ...JSON_TYPE, origin: ORIGIN },
        });
        assert.equal(status, 401);
        assert.equal(headers["access-control-allow-origin"], ORIGIN);
        assert.equal(headers.vary, "Origin");
      },
      { authorize: () => DENIED, allowedOrigins: [ORIGIN] },
    ));
});

const test = suite("authorize");

test("that is no function is told at once, and does not open the server", () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const authorize of [null, true, { allow: true }, "x"]) {
    assert.throws(() => Reflect.apply(createFetchHandler, undefined, [{ variables, authorize }]), {
      name: "TypeError",
      message: /^Cannot use 'authorize': it is .*; pass a function/,
    });
  }
});

test("decides before the body is read", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const handler = createFetchHandler({ variables, authorize: () => DENIED });
  let isRead = false;
  const body = new ReadableStream(
    {
      pull(controller) {
        isRead = true;
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "PUT", headers: JSON_TYPE, body, duplex: "half" } as const;
  const { status } = await handler(new Request(`http://localhost${PATH}`, init));
  assert.deepEqual([status, isRead], [401, false]);
});

test("that answers with what cannot be sent gets the text of the status that is sent", () =>
  withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET", PATH));
        const [start] = await once(client.socket.setEncoding("latin1").resume(), "data");
        assert.match(start, /^HTTP\/1\.1 500 Internal Server Error\r\n/);
      }),
    { authorize: () => ({ allow: false, headers: { "X-Why": "\u043a" } }) },
  ));

test("may answer with a long message after its client has gone away", async () => {
  let deny: ((access: Access) => void) | undefined;
  let isGone = false;
  const disconnected = () => {
    isGone = true;
  };
  await withServer(
    async ({ port }) => {
      await withConnection(port, async (client) => {
        await client.write(requestHead("GET", PATH));
        await until(() => deny !== undefined);
      });
      await until(() => isGone);
      deny?.({ allow: false, message: "no".repeat(100_000) });
      await withConnection(port, async (client) => {
        await client.write(requestHead("GET", "/version"));
        assert.equal((await client.read()).status, 401);
      });
    },
    {
      observers: [{ ended: () => {}, disconnected }],
      authorize: ({ target }) => {
        if (target !== PATH) return DENIED;
        return new Promise((resolve) => {
          deny = resolve;
        });
      },
    },
  );
});

test("closes what is outside of a base path, too", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  let allow = false;
  const authorize = ({ operation }: AccessRequest): Access => {
    assert.equal(operation, undefined);
    return allow ? { allow } : { allow: false };
  };
  const handler = createFetchHandler({ variables, authorize, basePath: "/api" });
  assert.equal((await handler(new Request("http://localhost/version"))).status, 401);
  allow = true;
  assert.equal((await handler(new Request("http://localhost/version"))).status, 404);
});

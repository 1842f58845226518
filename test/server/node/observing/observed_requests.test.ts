import assert from "node:assert/strict";
import { once } from "node:events";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { EndedRequest } from "../../../../server/node/observing/ended_request.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";
import { FORM_TYPE, form } from "../../_form.ts";
import { withConnection } from "../../_raw_connection.ts";
import { PATH, postRequest, requestHead } from "../../_requests.ts";
import { withServer } from "../../_with_server.ts";
import { withObserved } from "./_seen.ts";

const test = suite("observed requests");

const BODY = form({ name: "data", content: "kept" });
const HEADERS = { "content-type": FORM_TYPE };
/** More than the buffers of a connection hold. */
const LARGE = 32 * 1024 * 1024;

/** The members of a request that do not depend on the time. */
function timeless({
  startedAt,
  ms,
  ...request
}: EndedRequest): Omit<EndedRequest, "startedAt" | "ms"> {
  assert.ok(startedAt <= Date.now() && ms >= 0);
  return request;
}

/** A storage with a large value. */
async function largeValue(): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const content = new Uint8Array(LARGE);
  await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
  return storage;
}

test("tell what was asked, what came and what was sent", async () =>
  withObserved(async ({ url, seen }) => {
    await fetch(`${url}${PATH}`, { method: "POST", headers: HEADERS, body: BODY });
    await seen(1);
    await (await fetch(`${url}/engine-rest${PATH}?a=b`)).text();
    const [write, read] = await seen(2);
    assert.ok(write && read);
    assert.deepEqual(timeless(write), {
      method: "POST",
      target: PATH,
      operation: "setProcessInstanceVariableBinary",
      parameters: ["i", "v"],
      status: 204,
      isUpload: true,
      bytesIn: BODY.length,
      bytesOut: 0,
      user: undefined,
      outcome: "answered",
      refusal: undefined,
    });
    assert.deepEqual(timeless(read), {
      ...timeless(write),
      method: "GET",
      target: `/engine-rest${PATH}?a=b`,
      operation: "getProcessInstanceVariableBinary",
      status: 200,
      isUpload: false,
      bytesIn: 0,
      bytesOut: 4,
    });
  }));

test("tell why they were refused: without a route, by a fault, with a broken target, for another host", async () =>
  withObserved(async ({ url, port, seen }) => {
    await fetch(`${url}/nowhere`);
    await fetch(`${url}${PATH}`);
    await fetch(`${url}/process-instance/%ff/variables`);
    await fetch(`${url}${PATH}`, { method: "PATCH" });
    await withConnection(port, async (connection) => {
      await connection.write(`GET ${PATH} HTTP/1.1\r\nHost: evil.example\r\n\r\n`);
      await connection.read();
      await connection.write(`GET ${PATH} HTTP/1.1\r\n\r\n`);
      await connection.read();
    });
    assert.deepEqual(
      (await seen(6)).map(({ status, operation, refusal }) => [status, operation, refusal]),
      [
        [404, undefined, "NotFoundException"],
        [404, "getProcessInstanceVariableBinary", "InvalidRequestException"],
        [400, undefined, "BadRequestException"],
        [405, undefined, "NotAllowedException"],
        [403, "getProcessInstanceVariableBinary", "ForbiddenException"],
        [400, "getProcessInstanceVariableBinary", "BadRequestException"],
      ],
    );
  }));

test("tell the user, even one who may not do it", async () =>
  withObserved(
    async ({ url, seen }) => {
      await fetch(`${url}/version`);
      await seen(1);
      await fetch(`${url}/version`, { method: "DELETE" });
      assert.deepEqual(
        (await seen(2)).map(({ status, user, refusal }) => [status, user, refusal]),
        [
          [200, "ada", undefined],
          [403, "ada", "AuthorizationException"],
        ],
      );
    },
    {
      authorize: ({ kind }) =>
        kind === "read" ? { allow: true, user: "ada" } : { allow: false, status: 403, user: "ada" },
    },
  ));

test("tell a refusal of HEAD without its reason, since its answer has no body", async () =>
  withObserved(async ({ url, seen }) => {
    await fetch(`${url}/nowhere`, { method: "HEAD" });
    const [refused] = await seen(1);
    assert.deepEqual([refused?.status, refused?.bytesOut, refused?.refusal], [404, 0, undefined]);
  }));

test("count a body that is made while it is sent", async () =>
  withObserved(
    async ({ url, seen }) => {
      await (await fetch(`${url}${PATH}`)).arrayBuffer();
      const [read] = await seen(1);
      assert.deepEqual([read?.bytesOut, read?.outcome], [LARGE, "answered"]);
    },
    { storage: await largeValue() },
  ));

test("that could not be parsed are seen, before any other request and behind one", async () =>
  withObserved(async ({ port, seen }) => {
    await withConnection(port, async (connection) => {
      await connection.write("no HTTP\r\n\r\n");
      await connection.ends();
    });
    await withConnection(port, async (connection) => {
      await connection.write(`${requestHead("GET", "/version")}no HTTP\r\n\r\n`);
      await connection.ends();
    });
    const refused = ["", 400, "ClientErrorException"];
    assert.deepEqual(
      (await seen(3)).map(({ method, status, refusal }) => [method, status, refusal]).sort(),
      [refused, refused, ["GET", 200, undefined]],
    );
  }));

test("of the method CONNECT are answered and seen, too, also behind another request", async () =>
  withObserved(async ({ port, seen }) => {
    const connect = requestHead("CONNECT", "example.org:443");
    await withConnection(port, async (connection) => {
      await connection.write(connect);
      const { status, body } = await connection.read();
      assert.equal(status, 400);
      assert.match(String(body), /"message":"Cannot serve CONNECT: this server is no proxy"/);
      await connection.ends();
    });
    await withConnection(port, async (connection) => {
      await connection.write(requestHead("GET", "/version") + connect);
      const statuses = [(await connection.read()).status, (await connection.read()).status];
      assert.deepEqual(statuses, [200, 400]);
      await connection.ends();
    });
    const refused = ["", 400, "answered", "ClientErrorException"];
    assert.deepEqual(
      (await seen(3))
        .map(({ method, status, outcome, refusal }) => [method, status, outcome, refusal])
        .toSorted(),
      [refused, refused, ["GET", 200, "answered", undefined]],
    );
  }));

test("whose body could not be parsed are seen once, with their answer", async () =>
  withObserved(async ({ port, seen }) => {
    await withConnection(port, async (connection) => {
      const fields = ["Transfer-Encoding: chunked", `Content-Type: ${FORM_TYPE}`];
      await connection.write(`${requestHead("POST", PATH, fields)}no chunk\r\n`);
      await connection.ends();
    });
    const all = await seen(1);
    assert.deepEqual(
      all.map(({ method, status, outcome, refusal }) => [method, status, outcome, refusal]),
      [["POST", 400, "answered", "ClientErrorException"]],
    );
  }));

test("whose client goes away are aborted: within the body, and within the answer", async () =>
  withObserved(
    async ({ port, seen }) => {
      await withConnection(port, async (connection) => {
        const expect = "Expect: 100-continue";
        const fields = ["Content-Length: 1000", `Content-Type: ${FORM_TYPE}`, expect];
        await connection.write(requestHead("POST", PATH, fields));
        assert.equal((await connection.read()).status, 100);
        // A client that only closes its end may still read, and is told that its body ends early.
        connection.socket.resetAndDestroy();
      });
      await seen(1);
      await withConnection(port, async (connection) => {
        await connection.write(requestHead("GET"));
        await once(connection.socket, "readable");
      });
      const [upload, download] = await seen(2);
      assert.deepEqual([upload?.status, upload?.outcome], [undefined, "aborted"]);
      assert.deepEqual([download?.status, download?.outcome], [200, "aborted"]);
    },
    { storage: await largeValue() },
  ));

test("are answered if the client resets the connection after a refusal, instead of sending the rest", async () =>
  withObserved(async ({ port, seen }) => {
    await withConnection(port, async (connection) => {
      await connection.write(`${requestHead("POST", "/nowhere", ["Content-Length: 1000"])}x`);
      assert.equal((await connection.read()).status, 404);
      connection.socket.resetAndDestroy();
    });
    const [refused] = await seen(1);
    assert.deepEqual([refused?.status, refused?.outcome], [404, "answered"]);
  }));

test("that the server ends are cut off, and those behind them, too", async () =>
  withObserved(
    async (server) => {
      await withConnection(server.port, async (connection) => {
        await connection.write(requestHead("GET") + postRequest("x"));
        await once(connection.socket, "readable");
        await server.close(0);
        const all = await server.seen(2);
        assert.deepEqual(
          all.map(({ method, status, outcome }) => [method, status, outcome]),
          [
            ["GET", 200, "cut-off"],
            ["POST", undefined, "cut-off"],
          ],
        );
      });
    },
    { storage: await largeValue() },
  ));

test("include connections beyond the limit", async () =>
  withObserved(
    async ({ port, seen }) => {
      await withConnection(port, async () => {
        await withConnection(port, (refused) => refused.ends());
        const [dropped] = await seen(1);
        assert.deepEqual(
          [dropped?.status, dropped?.outcome, dropped?.refusal],
          [undefined, "cut-off", "TooManyConnections"],
        );
      });
    },
    { maxConnections: 1 },
  ));

test("begin, and connections open and close", async () => {
  const told: string[] = [];
  const observer = {
    connected: () => void told.push("connected"),
    disconnected: () => void told.push("disconnected"),
    begun: (isUpload: boolean) => void told.push(isUpload ? "upload" : "request"),
    ended: () => void told.push("ended"),
  };
  await withServer(
    async ({ port }) => {
      await withConnection(port, async (connection) => {
        await connection.write(requestHead("GET"));
        await connection.read();
        await connection.write(postRequest("x"));
        await connection.read();
      });
      await until(() => told.includes("disconnected"));
      assert.deepEqual(told.toSorted(), [
        ...["connected", "disconnected"],
        ...["ended", "ended"],
        ...["request", "upload"],
      ]);
    },
    { observers: [observer] },
  );
});

for (const [how, fail] of [
  [
    "throws",
    () => {
      throw new Error("observer");
    },
  ],
  ["rejects", () => Promise.reject(new Error("observer"))],
] as const) {
  test(`are served though an observer ${how}, and the log has the error once a minute`, async () => {
    let told = 0;
    const ended = () => {
      told++;
      return fail();
    };
    await withServer(
      async ({ url, logged }) => {
        for (let i = 0; i < 3; i++) assert.equal((await fetch(`${url}/version`)).status, 200);
        await until(() => told === 3);
        assert.deepEqual(
          logged.map(({ level, message, fields }) => [level, message, fields["failed"]]),
          [["error", "Cannot tell an observer of a request", 1]],
        );
      },
      { observers: [{ ended }] },
    );
  });
}

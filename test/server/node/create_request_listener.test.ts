import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { inspect } from "node:util";
import { MemoryStorage } from "../../../adapters/memory.ts";
import {
  type OpenVariable,
  ProcessVariables,
  StorageError,
  type VariableForm,
} from "../../../core/mod.ts";
import { createRequestListener } from "../../../server/node/create_request_listener.ts";
import { chunksOf } from "../../support/chunks_of.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";
import { PlainVariables } from "../_plain_variables.ts";
import { errorOf, type RawConnection, withConnection } from "../_raw_connection.ts";
import { PATH, postRequest, requestHead } from "../_requests.ts";
import { serverSocket } from "../_server_socket.ts";
import { type TestServer, type TestServerOptions, withServer } from "../_with_server.ts";

const test = suite("createRequestListener()");

function withPlain(
  run: (server: TestServer, client: RawConnection) => Promise<void>,
  options: TestServerOptions = {},
): Promise<void> {
  const storage = new MemoryStorage();
  return withServer((server) => withConnection(server.port, (client) => run(server, client)), {
    storage,
    variables: new PlainVariables(storage),
    ...options,
  });
}

test("stores a body and reads it back on one connection", () =>
  withPlain(async (_server, client) => {
    await client.write(postRequest("hello"));
    const posted = await client.read();
    assert.equal(posted.status, 204);
    assert.deepEqual([...posted.headers.keys()].sort(), [
      "connection",
      "date",
      "etag",
      "keep-alive",
    ]);
    await client.write(requestHead("GET", PATH));
    const got = await client.read();
    assert.equal(got.status, 200);
    assert.equal(got.body.toString(), "hello");
  }));

test("answers many requests that come at once in their order, with whatever bodies", () =>
  withPlain(async (_server, client) => {
    await client.write(postRequest("hello"));
    assert.equal((await client.read()).status, 204);
    const chunked = `${requestHead("POST", PATH, ["Transfer-Encoding: chunked"])}5\r\nhello\r\n0\r\n\r\n`;
    const refused = postRequest("hello", PATH, ["Content-Encoding: gzip"]);
    const round = [postRequest("hello"), requestHead("GET"), chunked, requestHead("GET", "/none")];
    await client.write([...round, refused, postRequest("")].join("").repeat(10));
    for (let i = 0; i < 10; i++) {
      for (const status of [204, 200, 204, 404, 415, 204]) {
        assert.equal((await client.read()).status, status);
      }
    }
  }));

test("has the same resource below every base path", () =>
  withPlain(async (_server, client) => {
    await client.write(postRequest("hello"));
    await client.read();
    for (const base of ["", "/engine-rest", "/engine-rest/engine/default", "http://localhost:1"]) {
      await client.write(requestHead("GET", `${base}${PATH}/?x=1`));
      assert.equal((await client.read()).body.toString(), "hello", base);
    }
  }));

test("answers HEAD as GET, without the body", () =>
  withPlain(async (_server, client) => {
    await client.write(postRequest("hello"));
    await client.read();
    await client.write(requestHead("GET", PATH) + requestHead("HEAD", PATH));
    const got = await client.read();
    const head = await client.read({ head: true });
    assert.equal(head.status, 200);
    assert.deepEqual(head.headers, got.headers);
    await client.write(requestHead("HEAD", "/none") + requestHead("GET", PATH));
    assert.equal((await client.read({ head: true })).status, 404);
    assert.equal((await client.read()).body.toString(), "hello");
  }));

for (const target of [
  "*",
  "/",
  "/engine-rest",
  "/engine-rest/engine/default/",
  "http://localhost",
  "/?a=b",
]) {
  test(`answers OPTIONS ${target}, the server as a whole`, () =>
    withPlain(async (_server, client) => {
      await client.write(requestHead("OPTIONS", target));
      const { status, headers } = await client.read();
      assert.equal(status, 204);
      assert.equal(headers.get("allow"), "GET, POST, HEAD, PUT, DELETE, OPTIONS");
    }));
}

test("answers OPTIONS and a wrong method with what is allowed", () =>
  withPlain(async (_server, client) => {
    await client.write(requestHead("OPTIONS", PATH));
    const options = await client.read();
    assert.equal(options.status, 204);
    assert.equal(options.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
    await client.write(requestHead("DELETE", PATH));
    const refused = await client.read();
    assert.equal(refused.status, 405);
    assert.equal(refused.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
    assert.equal(refused.headers.get("content-type"), "application/json");
    assert.equal(
      refused.body.toString(),
      '{"type":"NotAllowedException","message":"Cannot DELETE this resource: it allows GET, POST, HEAD, OPTIONS","code":null}',
    );
  }));

const REFUSALS: readonly (readonly [
  what: string,
  request: string,
  status: number,
  type: string,
])[] = [
  ["an unknown path", requestHead("GET", "/process-definition/i"), 404, "NotFoundException"],
  [
    "an engine without a path",
    requestHead("GET", "/engine-rest/engine/x"),
    404,
    "NotFoundException",
  ],
  ["an empty segment", requestHead("GET", `/${PATH}`), 404, "NotFoundException"],
  ["no variable", requestHead("GET", PATH), 404, "InvalidRequestException"],
  [
    "a broken escape",
    postRequest("x", "/process-instance/i/variables/%zz/data"),
    400,
    "BadRequestException",
  ],
  [
    "U+0000",
    postRequest("x", "/process-instance/i/variables/%00/data"),
    400,
    "BadRequestException",
  ],
  [
    "a name of 256 characters",
    requestHead("GET", `/process-instance/i/variables/${"x".repeat(256)}/data`),
    400,
    "InvalidRequestException",
  ],
  [
    "a coded body",
    postRequest("x", PATH, ["Content-Encoding: gzip"]),
    415,
    "NotSupportedException",
  ],
  [
    "a body coded on its way",
    requestHead("POST", PATH, ["Transfer-Encoding: gzip, chunked"]),
    501,
    "ServerErrorException",
  ],
  ["several hosts", requestHead("GET", PATH, ["HOST: localhost"]), 400, "BadRequestException"],
  [
    "a strange expectation",
    postRequest("x", PATH, ["Expect: miracles"]),
    417,
    "ClientErrorException",
  ],
  [
    "another origin",
    postRequest("x", PATH, ["Origin: http://evil.example"]),
    403,
    "ForbiddenException",
  ],
  [
    "another port",
    postRequest("x", PATH, ["Origin: http://localhost:99"]),
    403,
    "ForbiddenException",
  ],
  ["no origin", postRequest("x", PATH, ["Origin: null"]), 403, "ForbiddenException"],
  [
    "another site",
    postRequest("x", PATH, ["Sec-Fetch-Site: cross-site"]),
    403,
    "ForbiddenException",
  ],
  [
    "too long a body",
    requestHead("POST", PATH, ["Content-Length: 99999999999"]),
    413,
    "InvalidRequestException",
  ],
];

for (const [what, request, status, type] of REFUSALS) {
  test(`refuses ${what} with ${status}`, () =>
    withPlain(async ({ storage, logged }, client) => {
      await client.write(request);
      const answer = await client.read();
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("content-type"), "application/json");
      const error = errorOf(answer);
      assert.deepEqual(Object.keys(error), ["type", "message", "code"]);
      assert.equal(error.type, type);
      assert.notEqual(error.message, "");
      assert.deepEqual(await storage.instances(), []);
      assert.deepEqual(
        logged.map(({ level, fields }) => [level, fields["status"], fields["type"]]),
        [[status === 403 ? "info" : "debug", status, type]],
      );
    }));
}

test("serves the own origin, and what a browser calls same-origin", () =>
  withPlain(async (_server, client) => {
    const fields = ["Origin: http://localhost", "Sec-Fetch-Site: same-origin"];
    await client.write(postRequest("x", PATH, fields));
    assert.equal((await client.read()).status, 204);
  }));

test("lets the pages of an allowed origin see every answer, and no others", () =>
  withPlain(
    async (_server, client) => {
      const allowed = ["Origin: https://app.example.com", "Sec-Fetch-Site: cross-site"];
      for (const request of [
        postRequest("x", PATH, allowed),
        requestHead("GET", "/none", allowed),
      ]) {
        await client.write(request);
        const { headers } = await client.read();
        assert.equal(headers.get("access-control-allow-origin"), "https://app.example.com");
        assert.equal(headers.get("vary"), "Origin");
      }
      await client.write(requestHead("GET", PATH, ["Origin: https://evil.example"]));
      const { status, headers } = await client.read();
      assert.deepEqual([status, headers.has("access-control-allow-origin")], [200, false]);
      assert.equal(headers.get("vary"), "Origin");
      await client.write(requestHead("GET"));
      assert.equal((await client.read()).headers.get("vary"), "Origin");
    },
    { allowedOrigins: ["https://app.example.com"] },
  ));

test("lets the pages of an allowed origin ask before they write, and no others", () =>
  withPlain(
    async (_server, client) => {
      const asked = ["Access-Control-Request-Method: PUT"];
      const target = PATH.replace("/data", "");
      for (const [origin, fields, methods, headers] of [
        ["https://app.example.com", [], "GET, PUT, DELETE, HEAD, OPTIONS", undefined],
        [
          "https://app.example.com",
          ["Access-Control-Request-Headers: content-type,if-match"],
          "GET, PUT, DELETE, HEAD, OPTIONS",
          "content-type,if-match",
        ],
        ["https://evil.example", [], undefined, undefined],
      ] as const) {
        const all = [`Origin: ${origin}`, ...asked, ...fields];
        await client.write(requestHead("OPTIONS", target, all));
        const answer = await client.read();
        assert.equal(answer.status, 204);
        assert.equal(answer.headers.get("access-control-allow-methods"), methods);
        assert.equal(answer.headers.get("access-control-allow-headers"), headers);
        const seconds = methods === undefined ? undefined : "7200";
        assert.equal(answer.headers.get("access-control-max-age"), seconds);
      }
    },
    { allowedOrigins: ["https://app.example.com"] },
  ));

test("refuses a failed condition before the body is sent", async () => {
  for (const [method, target, type] of [
    ["PUT", PATH.replace("/data", ""), "application/json"],
    ["POST", PATH, "multipart/form-data; boundary=b"],
  ] as const) {
    const fields = [`Content-Type: ${type}`, "Content-Length: 5", 'If-Match: "x"'];
    await withServer(({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead(method, target, [...fields, "Expect: 100-continue"]));
        assert.equal((await client.read()).status, 412);
      }),
    );
  }
});

test("takes 'identity' for no coding", () =>
  withPlain(async (_server, client) => {
    await client.write(postRequest("x", PATH, ["Content-Encoding: Identity"]));
    assert.equal((await client.read()).status, 204);
  }));

test("ignores an upgrade to HTTP/2", () =>
  withPlain(async (_server, client) => {
    const fields = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAA"];
    for (const request of [postRequest("x", PATH, fields), requestHead("GET", PATH, fields)]) {
      await client.write(request);
      assert.ok((await client.read()).status < 300);
    }
  }));

test("sends 100 only when the body is asked for", () =>
  withPlain(async (_server, client) => {
    await client.write(requestHead("POST", PATH, ["Content-Length: 5", "Expect: 100-continue"]));
    assert.equal((await client.read()).status, 100);
    await client.write("hello");
    assert.equal((await client.read()).status, 204);
    await client.write(requestHead("POST", "/none", ["Content-Length: 5", "Expect: 100-continue"]));
    const refused = await client.read();
    assert.equal(refused.status, 404);
    assert.equal(refused.headers.get("connection"), "close");
  }));

test("tells a fault's id only, and logs the rest", () => {
  class Broken extends ProcessVariables {
    override openBinary(): Promise<OpenVariable> {
      return Promise.reject(new Error("secret /path", { cause: new Error("EIO") }));
    }
  }
  const variables = new Broken({ storage: new MemoryStorage() });
  return withPlain(
    async ({ logged }, client) => {
      await client.write(requestHead("GET", PATH));
      const answer = await client.read();
      assert.equal(answer.status, 500);
      const { type, message, code } = errorOf(answer);
      assert.deepEqual([type, code], ["RestException", null]);
      assert.doesNotMatch(message, /secret/);
      const [line] = logged;
      assert.equal(line?.level, "error");
      assert.match(inspect(line?.fields["fault"]), /secret \/path.*EIO/s);
      assert.ok(message.includes(String(line?.fields["id"])));
    },
    { variables },
  );
});

test("logs that the storage is full", () => {
  class Full extends ProcessVariables {
    override delete(): Promise<void> {
      return Promise.reject(new StorageError("full", "The disk is full"));
    }
  }
  const variables = new Full({ storage: new MemoryStorage() });
  return withPlain(
    async ({ logged }, client) => {
      await client.write(requestHead("DELETE", "/process-instance/i/variables/v"));
      assert.equal((await client.read()).status, 507);
      assert.equal(logged.length, 1);
      assert.match(String(logged[0]?.fields["fault"]), /The disk is full/);
    },
    { variables },
  );
});

test("answers with the deprecation date, and logs hints at debug level", () => {
  class Deprecated extends ProcessVariables {
    override async setFromForm(_id: string, _name: string, { body }: VariableForm) {
      for await (const _chunk of chunksOf(body));
      return { record: undefined, deprecated: true, hints: ["Did you mean File?"] };
    }
  }
  const variables = new Deprecated({ storage: new MemoryStorage() });
  return withPlain(
    async ({ logged }, client) => {
      await client.write(postRequest("x"));
      assert.equal((await client.read()).headers.get("deprecation"), "@1412121600");
      assert.deepEqual(logged, [
        {
          level: "debug",
          message: "Did you mean File?",
          fields: { instanceId: "i", name: "v" },
        },
      ]);
    },
    { variables },
  );
});

test("answers what Node refuses in the same JSON", async () => {
  const refused: readonly (readonly [request: string, status: number])[] = [
    ["NONSENSE\r\n\r\n", 400],
    [requestHead("GET", "/Ä"), 400],
    ["GET / HTTP/1.1\r\n\r\n", 400],
    [requestHead("GET", "/", [`X: ${"x".repeat(100_000)}`]), 431],
    [`${requestHead("POST", PATH, ["Transfer-Encoding: chunked"])}zz\r\n`, 400],
  ];
  for (const [request, status] of refused) {
    await withPlain(async ({ storage }, client) => {
      await client.write(request);
      const answer = await client.read();
      assert.equal(answer.status, status, request.slice(0, 40));
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.deepEqual(Object.keys(errorOf(answer)), ["type", "message", "code"]);
      client.socket.end();
      await client.ends();
      assert.deepEqual(await storage.instances(), []);
    });
  }
});

test("answers a request that ends early, and stores nothing", () =>
  withPlain(async ({ storage }, client) => {
    await client.write(requestHead("POST", PATH, ["Content-Length: 5"]));
    client.socket.end("hel");
    const answer = await client.read();
    assert.equal(errorOf(answer).message, "Cannot read the request: it ends early");
    assert.deepEqual(await storage.instances(), []);
  }));

test("says nothing into an answer that runs when the next request is nonsense, but behind it", () => {
  let begin = () => {};
  let finish = () => {};
  const running = new Promise<void>((resolve) => {
    begin = resolve;
  });
  class Slow extends ProcessVariables {
    override async setFromForm(_id: string, _name: string, { body }: VariableForm) {
      for await (const _chunk of chunksOf(body));
      await new Promise<void>((resolve) => {
        finish = resolve;
        begin();
      });
      return { record: undefined, deprecated: false, hints: [] };
    }
  }
  const variables = new Slow({ storage: new MemoryStorage() });
  return withPlain(
    async (_server, client) => {
      const seen = serverSocket();
      const nonsense = `${postRequest("x")}NONSENSE\r\n\r\n`;
      await client.write(nonsense);
      const socket = await seen;
      await running;
      // Node emits the error again for each chunk.
      await client.write(nonsense);
      await until(() => socket.bytesRead === 2 * nonsense.length);
      finish();
      assert.equal((await client.read()).status, 204);
      assert.equal((await client.read()).status, 400);
      assert.equal((await client.ends()).length, 0);
    },
    { variables },
  );
});

test("gives up on a client that stops in the middle of its body", () =>
  withPlain(
    async ({ storage }, client) => {
      await client.write(requestHead("POST", PATH, ["Content-Length: 5"]));
      await client.write("hel");
      const answer = await client.read();
      assert.equal(answer.status, 408);
      assert.deepEqual(await storage.instances(), []);
    },
    { idleMs: 50 },
  ));

test("takes no host to allow that none could match", () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const host of ["http://a.example", "a.example:80", "a.example/", "", "a b", "a@b"]) {
    assert.throws(
      () => createRequestListener({ variables, allowedHosts: [host] }),
      /^TypeError: Cannot allow host '.*': give a name or an address/,
    );
  }
});

test("drains: ends connections with their next answers, and waits for what is served", async () => {
  const storage = new MemoryStorage();
  const { promise: begun, resolve: begin } = withResolvers();
  const { promise: held, resolve: release } = withResolvers();
  class Slow extends PlainVariables {
    override async setFromForm(...call: Parameters<PlainVariables["setFromForm"]>) {
      begin();
      await held;
      return await super.setFromForm(...call);
    }
  }
  const listener = createRequestListener({ variables: new Slow(storage), log: () => {} });
  const server = createServer({ keepAliveTimeout: 60_000 }, listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const closed = once(server, "close");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  try {
    await listener.drain();
    await withConnection(address.port, async (client) => {
      await client.write(requestHead("GET"));
      const answer = await client.read();
      assert.deepEqual([answer.status, answer.headers.get("connection")], [404, "close"]);
    });
    await withConnection(address.port, async (client) => {
      await client.write(postRequest("hello"));
      await begun;
      const order: string[] = [];
      const drained = listener[Symbol.asyncDispose]().then(() => order.push("drained"));
      server.close();
      order.push("released");
      release();
      await drained;
      assert.deepEqual(order, ["released", "drained"]);
      assert.equal((await storage.stat("i", "v"))?.size, 5);
      const answer = await client.read();
      assert.deepEqual([answer.status, answer.headers.get("connection")], [204, "close"]);
    });
    await closed;
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

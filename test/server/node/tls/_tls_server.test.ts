import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:https";
import { connect as connectTcp } from "node:net";
import { buffer } from "node:stream/consumers";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/mod.ts";
import { startServer } from "../../../../server/node/start_server.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";
import { AUTHORITY, getSecurely, OTHER_TLS, TLS } from "../../_https_client.ts";
import { PlainVariables } from "../../_plain_variables.ts";
import { PATH, postRequest, requestHead } from "../../_requests.ts";
import { type TestServer, withServer } from "../../_with_server.ts";

const test = suite("a server with TLS");

function withTls(
  run: (server: TestServer) => Promise<void>,
  storage = new MemoryStorage(),
): Promise<void> {
  return withServer(run, { tls: TLS, storage, variables: new PlainVariables(storage) });
}

/** Opens a TLS connection, checks the certificate for `localhost`, and always closes it. */
async function withSocket<T>(
  port: number,
  run: (socket: TLSSocket) => Promise<T>,
  options: ConnectionOptions = {},
): Promise<T> {
  const socket = connect({
    port,
    host: "127.0.0.1",
    servername: "localhost",
    ca: AUTHORITY,
    ...options,
  });
  try {
    await once(socket, "secureConnect");
    return await run(socket);
  } finally {
    socket.destroy();
  }
}

async function readUntil(socket: TLSSocket, end: string): Promise<string> {
  let read = "";
  for await (const chunk of socket) {
    read += chunk;
    if (read.endsWith(end)) return read;
  }
  return read;
}

test("has an URL of https, and the certificate that it was given", () =>
  withTls(async ({ port, url }) => {
    assert.equal(url, `https://127.0.0.1:${port}`);
    const { status, body, name } = await getSecurely(`${url}/version`);
    assert.deepEqual([status, body, name], [200, '{"version":"7.24.0"}', "localhost"]);
  }));

test("speaks TLS 1.2 and 1.3, nothing older, and HTTP/1.1 by ALPN", () =>
  withTls(async ({ port }) => {
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const options = { maxVersion: version, ALPNProtocols: ["h2", "http/1.1"] };
      await withSocket(
        port,
        async (socket) => {
          assert.equal(socket.getProtocol(), version);
          assert.equal(socket.alpnProtocol, "http/1.1");
        },
        options,
      );
    }
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" } as const;
    await assert.rejects(
      withSocket(port, async () => {}, old),
      /protocol version/,
    );
  }));

test("answers pipelined requests in their order", () =>
  withTls(async ({ port, storage }) => {
    await withSocket(port, async (socket) => {
      const last = requestHead("GET", PATH, ["Connection: close"]);
      socket.write(postRequest("one") + requestHead("GET") + postRequest("three") + last);
      const answers = await readUntil(socket, "three");
      assert.deepEqual(answers.match(/ (?:204|200) |one(?=HTTP)|three$/g), [
        " 204 ",
        " 200 ",
        "one",
        " 204 ",
        " 200 ",
        "three",
      ]);
    });
    assert.equal((await storage.stat("i", "v"))?.size, 5);
  }));

test("takes large bodies and gives them back", () =>
  withTls(async ({ url }) => {
    const content = randomBytes(9_000_000);
    const headers = { "content-length": content.length };
    const options = { agent: false, ca: AUTHORITY, servername: "localhost" } as const;
    const posting = request(`${url}${PATH}`, { ...options, method: "POST", headers }).end(content);
    const [posted] = await once(posting, "response");
    assert.equal(posted.resume().statusCode, 204);
    const [read] = await once(request(`${url}${PATH}`, options).end(), "response");
    const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    assert.equal(hash(await buffer(read)), hash(content));
  }));

test("answers what is not HTTP, and closes what is not TLS", () =>
  withTls(async ({ port, logged }) => {
    await withSocket(port, async (socket) => {
      socket.write("NONSENSE\r\n\r\n");
      assert.match(await readUntil(socket, "}"), /^HTTP\/1.1 400 .*"ClientErrorException"/s);
    });
    for (let round = 0; round < 3; round++) {
      const plain = connectTcp(port, "127.0.0.1").on("error", () => {});
      plain.end(requestHead("GET")).resume();
      await once(plain, "close");
    }
    const faults = logged.filter(
      ({ message }) => message === "Closes a connection: TLS did not begin",
    );
    assert.deepEqual(
      faults.map(({ level, fields }) => [level, fields["reason"], fields["client"]]),
      ["info", "debug", "debug"].map((level) => [level, "ERR_SSL_HTTP_REQUEST", "127.0.0.1"]),
    );
  }));

test("tells only at 'debug' of clients that go away before TLS has begun", () =>
  withTls(async ({ port, logged }) => {
    const plain = connectTcp(port, "127.0.0.1");
    await once(plain, "connect");
    plain.destroy();
    await until(() => logged.length > 0);
    assert.deepEqual(
      logged.map(({ level, fields }) => [level, fields["reason"]]),
      [["debug", "ECONNRESET"]],
    );
  }));

test("closes at once, though clients have not begun TLS", () =>
  withTls(async (server) => {
    const plain = connectTcp(server.port, "127.0.0.1").on("error", () => {});
    await once(plain, "connect");
    const closed = once(plain.resume(), "close");
    await until(() => server.logged.length === 0);
    await withSocket(server.port, async (idle) => {
      const ended = once(idle.resume(), "close");
      await server.close(Number.POSITIVE_INFINITY);
      await Promise.all([closed, ended]);
    });
  }));

test("lets a client take the whole of an answer before it closes", () => {
  const storage = new MemoryStorage();
  return withTls(async (server) => {
    const content = Buffer.alloc(9_000_000, "x");
    await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
    const options = { agent: false, ca: AUTHORITY, servername: "localhost" } as const;
    const [response] = await once(request(`${server.url}${PATH}`, options).end(), "response");
    const closed = server.close(Number.POSITIVE_INFINITY);
    assert.equal((await buffer(response)).length, content.length);
    await closed;
  }, storage);
});

test("uses another certificate for new connections, and keeps the old ones", () =>
  withTls(async (server) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const version = `${server.url}/version`;
    assert.equal((await getSecurely(version, { agent })).name, "localhost");
    server.replaceTls(OTHER_TLS);
    assert.equal((await getSecurely(version)).name, "cert_role");
    assert.equal((await getSecurely(version, { agent })).name, "localhost");
    agent.destroy();
    assert.throws(() => server.replaceTls({ ...TLS, key: OTHER_TLS.key }), /'tls\.key'/);
    assert.equal((await getSecurely(version)).name, "cert_role");
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" } as const;
    await assert.rejects(
      withSocket(server.port, async () => {}, old),
      /protocol version/,
    );
  }));

test("refuses a certificate that is none before it listens", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const start = (tls: object) =>
    Reflect.apply(startServer, undefined, [{ variables, port: 0, tls }]);
  await assert.rejects(start({ ...TLS, key: OTHER_TLS.key }), /the key of 'tls\.key'/);
  await assert.rejects(start({ ...TLS, ca: "" }), /there is no 'ca'/);
  await assert.rejects(start({ cert: TLS.cert }), /'tls\.key': it is undefined; pass the text/);
});

test("has no certificate to replace without TLS", () =>
  withServer(async (server) => {
    assert.throws(() => server.replaceTls(TLS), /started without 'tls'/);
  }));

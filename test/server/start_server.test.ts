import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { startServer } from "../../server/start_server.ts";
import { suite } from "../support/suite.ts";
import { PlainVariables } from "./_plain_variables.ts";
import { errorOf, RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, postRequest, requestHead } from "./_requests.ts";
import { withServer } from "./_with_server.ts";

const test = suite("startServer()");

test("gives the address it has bound", async () => {
  await withServer(async ({ port, url }) => {
    assert.ok(port > 0);
    assert.equal(url, `http://127.0.0.1:${port}`);
  });
  await withServer(
    async ({ port, url }) => {
      assert.equal(url, `http://[::1]:${port}`);
      assert.equal((await fetch(`${url}${PATH}`)).status, 404);
    },
    { host: "::1" },
  );
});

test("rejects when the address cannot be bound", () =>
  withServer(async ({ port }) => {
    const variables = new ProcessVariables({ storage: new MemoryStorage() });
    await assert.rejects(
      startServer({ variables, port }),
      new RegExp(`^Error: Cannot listen on 127.0.0.1:${port}: another process listens there$`),
    );
    await assert.rejects(startServer({ variables, host: "203.0.113.1", port }), /no such address/);
  }));

test("refuses other hosts when bound to loopback", () =>
  withServer(({ port }) =>
    withConnection(port, async (client) => {
      for (const [host, status] of [
        ["evil.example", 403],
        ["127.0.0.1", 404],
      ] as const) {
        await client.write(`GET ${PATH} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`);
        assert.equal((await client.read()).status, status);
      }
    }),
  ));

test("serves every host when bound to all addresses", () =>
  withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(`GET ${PATH} HTTP/1.1\r\nHost: any.example\r\n\r\n`);
        assert.equal((await client.read()).status, 404);
      }),
    { host: "0.0.0.0" },
  ));

test("finishes what runs before it closes, and takes nothing new", async () => {
  const storage = new MemoryStorage();
  await withServer(
    async (server) => {
      const idle = await RawConnection.open(server.port);
      await withConnection(server.port, async (client) => {
        await client.write(requestHead("POST", PATH, ["Content-Length: 5"]));
        await client.write("hel");
        await idle.write(requestHead("GET", PATH));
        await idle.read();
        const closed = server.close();
        assert.equal(server.close(), closed);
        await idle.ends();
        await assert.rejects(RawConnection.open(server.port), /ECONNREFUSED/);
        await client.write("lo");
        assert.equal((await client.read()).status, 204);
        await closed;
        await client.ends();
      });
      assert.equal((await storage.stat("i", "v"))?.size, 5);
    },
    { storage, variables: new PlainVariables(storage) },
  );
});

test("cuts off what still runs after the deadline", async () => {
  const storage = new MemoryStorage();
  await withServer(
    (server) =>
      withConnection(server.port, async (client) => {
        await client.write(requestHead("POST", PATH, ["Content-Length: 5"]));
        await client.write("hel");
        await server.close(50);
        assert.equal((await client.ends()).length, 0);
        assert.deepEqual(await storage.instances(), []);
      }),
    { storage, variables: new PlainVariables(storage) },
  );
});

test("answers nonsense after an answer that is through", async () => {
  const storage = new MemoryStorage();
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(postRequest("x"));
        assert.equal((await client.read()).status, 204);
        await client.write("NONSENSE\r\n\r\n");
        assert.equal(errorOf(await client.read()).type, "ClientErrorException");
      }),
    { storage, variables: new PlainVariables(storage) },
  );
});

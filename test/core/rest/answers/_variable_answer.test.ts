import assert from "node:assert/strict";
import { once } from "node:events";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type { OpenVariable } from "../../../../core/mod.ts";
import { BLOCK, MadeVariables } from "../../../server/_made_variables.ts";
import { PlainVariables } from "../../../server/_plain_variables.ts";
import { withConnection } from "../../../server/_raw_connection.ts";
import { PATH, requestHead } from "../../../server/_requests.ts";
import { serverSocket } from "../../../server/_server_socket.ts";
import { type TestServer, withServer } from "../../../server/_with_server.ts";
import { suite } from "../../../support/suite.ts";
import { settled, until } from "../../../support/until.ts";

const test = suite("getVariableData()");

test("streams 20 MB, and a null as nothing", async () => {
  const storage = new MemoryStorage();
  const content = Buffer.alloc(20_000_000, "0123456789");
  await storage.apply("i", [
    { op: "put", name: "v", type: "Bytes", valueInfo: {}, content },
    { op: "put", name: "null", type: "Bytes", valueInfo: {}, content: null },
  ]);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET"));
        const { body, headers } = await client.read();
        assert.ok(body.equals(content));
        assert.equal(headers.get("etag"), `"${(await storage.stat("i", "v"))?.version}"`);
        await client.write(requestHead("GET", PATH.replace("/v/", "/null/")));
        const empty = await client.read();
        assert.deepEqual([empty.status, empty.body.length], [200, 0]);
        await client.write(requestHead("HEAD"));
        const head = await client.read({ head: true });
        assert.equal(head.headers.get("content-length"), "20000000");
      }),
    { storage, variables: new PlainVariables(storage) },
  );
});

test("reads no faster than the client takes, and stops when it leaves", async () => {
  const variables = new MadeVariables(4_096);
  await withServer(
    async ({ port, logged }) => {
      await withConnection(port, async (client) => {
        await client.write(requestHead("GET"));
        await settled(() => variables.read);
        assert.ok(variables.read > 0 && variables.read < 2_048, `read ${variables.read} blocks`);
      });
      await until(() => variables.closed === 1);
      assert.deepEqual(logged, []);
    },
    { variables },
  );
});

test("gives up on a client that takes nothing for too long", async () => {
  const variables = new MadeVariables(4_096);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET"));
        await until(() => variables.closed === 1);
        assert.ok(variables.read < 2_048);
      }),
    { variables, idleMs: 50 },
  );
});

test("lets a slow client have its time when it does take", async () => {
  const variables = new MadeVariables(64);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET"));
        assert.equal((await client.read()).body.length, 64 * BLOCK.length);
        await until(() => variables.closed === 1);
        await client.write(requestHead("GET"));
        assert.equal((await client.read()).status, 200);
      }),
    { variables, idleMs: 1_000 },
  );
});

test("cuts the connection when a read fails in the middle", async () => {
  const variables = new MadeVariables(64, 40);
  await withServer(
    ({ port, logged }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET"));
        await assert.rejects(client.read(), /closed the connection/);
        assert.equal(variables.closed, 1);
        assertFault(logged);
      }),
    { variables },
  );
});

test("answers 500 when the first read fails", async () => {
  const variables = new MadeVariables(64, 0);
  await withServer(
    ({ port, logged }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET"));
        assert.equal((await client.read()).status, 500);
        assert.equal(variables.closed, 1);
        assertFault(logged);
      }),
    { variables },
  );
});

test("answers two requests at once in their order", async () => {
  const variables = new MadeVariables(64);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET") + requestHead("GET"));
        assert.equal((await client.read()).body.length, 64 * BLOCK.length);
        assert.equal((await client.read()).body.length, 64 * BLOCK.length);
        await until(() => variables.closed === 2);
      }),
    { variables },
  );
});

test("closes the variable when the client left while it was opened", async () => {
  class Late extends MadeVariables {
    override async openBinary(): Promise<OpenVariable> {
      const socket = await accepted;
      connection?.close();
      if (!socket.destroyed) await once(socket, "close");
      return super.openBinary();
    }
  }
  const variables = new Late(64);
  let connection: { close(): void } | undefined;
  const accepted = serverSocket();
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        connection = client;
        await client.write(requestHead("GET"));
        await once(client.socket, "close");
        await until(() => variables.closed === 1);
        assert.ok(variables.read < 64);
      }),
    { variables },
  );
});

function assertFault(logged: TestServer["logged"]): void {
  assert.equal(logged.length, 1);
  assert.match(String(logged[0]?.fields["fault"]), /The disk is gone/);
}

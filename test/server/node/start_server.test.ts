import assert from "node:assert/strict";
import { channel as diagnosticsChannel } from "node:diagnostics_channel";
import { EventEmitter, once } from "node:events";
import { Server } from "node:http";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { startServer } from "../../../server/node/start_server.ts";
import { StorageWrapper } from "../../support/storage_wrapper.ts";
import { suite } from "../../support/suite.ts";
import { manyTurns } from "../../support/until.ts";
import { PlainVariables } from "../_plain_variables.ts";
import { errorOf, RawConnection, withConnection } from "../_raw_connection.ts";
import { PATH, postRequest, requestHead } from "../_requests.ts";
import { serverSocket } from "../_server_socket.ts";
import { withServer } from "../_with_server.ts";

const test = suite("startServer()");

/** A storage that emits `asked` for each `apply`, and runs it only after `go on`. */
class SlowStorage extends StorageWrapper {
  readonly events: EventEmitter = new EventEmitter();

  override async apply(
    ...change: Parameters<StorageWrapper["apply"]>
  ): ReturnType<StorageWrapper["apply"]> {
    this.events.emit("asked");
    await once(this.events, "go on");
    return super.apply(...change);
  }
}

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
      new RegExp(
        `^Error: Cannot listen on 127.0.0.1:${port}: another process listens there; take another port$`,
      ),
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

test("is closed by await using", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const server = await startServer({ variables, port: 0, log: () => {} });
  await server[Symbol.asyncDispose]();
  await assert.rejects(fetch(server.url));
});

test("serves every host when bound to all addresses, and warns of it once", () =>
  withServer(
    ({ port, logged }) =>
      withConnection(port, async (client) => {
        for (let i = 0; i < 2; i++) {
          await client.write(`GET ${PATH} HTTP/1.1\r\nHost: any.example\r\n\r\n`);
          assert.equal((await client.read()).status, 404);
        }
        const warnings = logged.filter(({ level }) => level === "warn");
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]?.message ?? "", /--allow-host/);
      }),
    { host: "0.0.0.0" },
  ));

test("serves only the hosts that are allowed, wherever it is bound", async () => {
  for (const host of ["0.0.0.0", "127.0.0.1"]) {
    await withServer(
      ({ port, logged }) =>
        withConnection(port, async (client) => {
          for (const [name, status] of [
            ["varpost.example", 404],
            ["VARPOST.example.:443", 404],
            ["localhost", 404],
            ["evil.example", 403],
          ] as const) {
            await client.write(`GET ${PATH} HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
            assert.equal((await client.read()).status, status, name);
          }
          const warnings = logged.filter(({ level }) => level === "warn");
          assert.ok(!warnings.some(({ message }) => message.includes("--allow-host")));
        }),
      { host, allowedHosts: ["varpost.example"] },
    );
  }
});

test("keeps a connection that rests for 72 s, or as long as it is told", async () => {
  for (const [keepAliveMs, field] of [
    [undefined, "timeout=72"],
    [5_000, "timeout=5"],
    [Infinity, undefined],
  ] as const) {
    await withServer(
      ({ port }) =>
        withConnection(port, async (client) => {
          await client.write(requestHead("GET", PATH));
          assert.equal((await client.read()).headers.get("keep-alive"), field);
        }),
      { keepAliveMs },
    );
  }
});

test("closes a connection that has rested", () =>
  withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("GET", PATH));
        assert.equal((await client.read()).status, 404);
        assert.equal((await client.ends()).length, 0);
      }),
    { keepAliveMs: 1 },
  ));

test("refuses a time that is not allowed", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const keepAliveMs of [0, -1, Number.NaN, 2 ** 31]) {
    await assert.rejects(startServer({ variables, port: 0, keepAliveMs }), RangeError);
  }
});

test("refuses a host to allow before it listens", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  await assert.rejects(startServer({ variables, port: 0, allowedHosts: ["a:80"] }), TypeError);
});

test("logs that connections cannot be accepted, and serves on", () =>
  withServer(async ({ url, logged }) => {
    let server: Server | undefined;
    const channel = diagnosticsChannel("http.server.request.start");
    const find = (message: unknown) => {
      assert.ok(typeof message === "object" && message !== null && "server" in message);
      assert.ok(message.server instanceof Server);
      server = message.server;
    };
    channel.subscribe(find);
    await fetch(`${url}${PATH}`);
    channel.unsubscribe(find);
    for (let i = 0; i < 2; i++) server?.emit("error", new Error("accept EMFILE"));
    assert.equal((await fetch(`${url}${PATH}`)).status, 404);
    const faults = logged.filter(({ level }) => level === "error");
    assert.equal(faults.length, 2);
    assert.match(String(faults[1]?.fields["fault"]), /EMFILE/);
  }));

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

test("closes soon, though connections have brought no whole request", () =>
  withServer((server) =>
    withConnection(server.port, (fresh) =>
      withConnection(server.port, (first) =>
        withConnection(server.port, async (second) => {
          await first.write("GET /ver");
          await second.write(requestHead("GET", PATH));
          assert.equal((await second.read()).status, 404);
          await second.write("GET /ver");
          await server.close(Number.POSITIVE_INFINITY);
          await Promise.all([fresh.ends(), first.ends(), second.ends()]);
        }),
      ),
    ),
  ));

test("lets a client take the whole of an answer before it closes", async () => {
  const storage = new MemoryStorage();
  const content = Buffer.alloc(9_000_000, "x");
  await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
  await withServer(
    (server) =>
      withConnection(server.port, async (client) => {
        const found = serverSocket();
        await client.write(requestHead("GET"));
        const socket = await found;
        while (socket.writableLength === 0) await new Promise(setImmediate);
        const closed = server.close(Number.POSITIVE_INFINITY);
        const { status, body } = await client.read();
        assert.equal(status, 200);
        assert.equal(body.length, content.length);
        await closed;
      }),
    { storage },
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

test("closes only when nothing runs any more, also for clients that have gone", async () => {
  const storage = new SlowStorage(new MemoryStorage());
  await withServer(
    async (server) => {
      const order: string[] = [];
      await withConnection(server.port, async (client) => {
        const asked = once(storage.events, "asked");
        await client.write(postRequest("x"));
        await asked;
      });
      const closed = server.close().then(() => order.push("closed"));
      await manyTurns();
      order.push("applies");
      storage.events.emit("go on");
      await closed;
      assert.deepEqual(order, ["applies", "closed"]);
      assert.deepEqual(await storage.instances(), ["i"]);
    },
    { storage, variables: new PlainVariables(storage) },
  );
});

test("ends connections with their answers while it closes", async () => {
  const storage = new SlowStorage(new MemoryStorage());
  await withServer(
    (server) =>
      withConnection(server.port, async (client) => {
        const asked = once(storage.events, "asked");
        await client.write(postRequest("x"));
        await asked;
        // The next request comes before the server can find the connection idle.
        await client.write(requestHead("GET", PATH));
        const closed = server.close(Infinity);
        // A timer with an infinite delay fires after a millisecond. Timers that are due fire in their order.
        await new Promise((resolve) => setTimeout(resolve, 10));
        storage.events.emit("go on");
        const answer = await client.read();
        assert.equal(answer.status, 204);
        assert.equal(answer.headers.get("connection"), "close");
        assert.equal((await client.ends()).length, 0);
        await closed;
      }),
    { storage, variables: new PlainVariables(storage) },
  );
});

test("closes in the end, though an operation never ends", () => {
  const storage = new SlowStorage(new MemoryStorage());
  return withServer(
    (server) =>
      withConnection(server.port, async (client) => {
        const asked = once(storage.events, "asked");
        await client.write(postRequest("x"));
        await asked;
        await server.close(0);
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

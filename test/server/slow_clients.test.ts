import assert from "node:assert/strict";
import { once } from "node:events";
import { MemoryStorage } from "../../adapters/memory.ts";
import { type OpenVariable, ProcessVariables } from "../../core/mod.ts";
import { createRequestListener } from "../../server/node/create_request_listener.ts";
import { startServer } from "../../server/node/start_server.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";
import { suite } from "../support/suite.ts";
import { wrapVariable } from "../support/wrap_variable.ts";
import { PlainVariables } from "./_plain_variables.ts";
import { errorOf, RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, postRequest, requestHead } from "./_requests.ts";
import { serverSocket } from "./_server_socket.ts";
import { withServer } from "./_with_server.ts";

const test = suite("slow clients");

/** A storage that counts its open variables. */
class CountingStorage extends StorageWrapper {
  open_ = 0;

  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const variable = await super.open(instanceId, name);
    if (variable === undefined) return undefined;
    this.open_++;
    return wrapVariable(variable, {
      close: () => {
        this.open_--;
        return variable.close();
      },
    });
  }
}

async function largeStorage(): Promise<CountingStorage> {
  const storage = new CountingStorage(new MemoryStorage());
  const content = Buffer.alloc(64 * 1024 * 1024);
  await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
  return storage;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const WAYS: readonly (readonly [what: string, requests: string])[] = [
  ["a download", requestHead("GET")],
  ["a download, and ask for more", requestHead("GET").repeat(30)],
  ["a download, and ask for small things", requestHead("GET") + requestHead("GET", "/version")],
  ["a download, and post", requestHead("GET") + postRequest("x")],
  ["a download, and begin to post", requestHead("GET") + postRequest("hello").slice(0, -2)],
  [
    "a download, and refuse",
    requestHead("GET") + requestHead("POST", "/none", ["Content-Length: 9"]),
  ],
];

for (const [what, requests] of WAYS) {
  test(`are given up when they do not read ${what}`, async () => {
    const storage = await largeStorage();
    await withServer(
      async ({ port }) => {
        const clients: RawConnection[] = [];
        try {
          const ends: Promise<unknown>[] = [];
          for (let index = 0; index < 5; index++) {
            const client = await RawConnection.open(port);
            clients.push(client);
            const found = serverSocket();
            await client.write(requests);
            ends.push(once(await found, "close"));
          }
          await Promise.all(ends);
          while (storage.open_ > 0) await turn();
        } finally {
          for (const client of clients) client.close();
        }
      },
      { storage, variables: new PlainVariables(storage), idleMs: 80 },
    );
  });
}

test("are given up when a body comes byte by byte", async () => {
  const storage = new MemoryStorage();
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("POST", PATH, ["Content-Length: 1000000"]));
        const drip = setInterval(() => client.socket.write("x"), 5);
        try {
          const answer = await client.read();
          assert.equal(answer.status, 408);
          assert.match(errorOf(answer).message, /less than 1000000 bytes a second/);
          assert.equal(answer.headers.get("connection"), "close");
        } finally {
          clearInterval(drip);
        }
        assert.deepEqual(await storage.instances(), []);
      }),
    { storage, variables: new PlainVariables(storage), idleMs: 200, minBodyRate: 1_000_000 },
  );
});

test("are not given up while they wait for a slow storage", async () => {
  class Slow extends StorageWrapper {
    override async apply(
      ...change: Parameters<StorageWrapper["apply"]>
    ): ReturnType<StorageWrapper["apply"]> {
      // So long that the clock would have ticked more often than the time of a client allows.
      for (let i = 0; i < 40; i++) await new Promise((resolve) => setTimeout(resolve, 2));
      return super.apply(...change);
    }
  }
  const storage = new Slow(new MemoryStorage());
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(postRequest("one") + postRequest("two") + requestHead("GET"));
        assert.equal((await client.read()).status, 204);
        assert.equal((await client.read()).status, 204);
        assert.equal((await client.read()).body.toString(), "two");
      }),
    { storage, variables: new PlainVariables(storage), idleMs: 16, minBodyRate: 1e9 },
  );
});

test("may take all the time there is, if there is no limit", async () => {
  const storage = new MemoryStorage();
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("POST", PATH, ["Content-Length: 5"]));
        await client.write("hel");
        await new Promise((resolve) => setTimeout(resolve, 20));
        await client.write("lo");
        assert.equal((await client.read()).status, 204);
        await client.write(requestHead("GET"));
        assert.equal((await client.read()).body.toString(), "hello");
      }),
    { storage, variables: new PlainVariables(storage), idleMs: Number.POSITIVE_INFINITY },
  );
});

const NO_NUMBERS: readonly (readonly [name: string, values: readonly number[]])[] = [
  ["idleMs", [Number.NaN, -1, 0, 2 ** 31, Number.NEGATIVE_INFINITY]],
  ["minBodyRate", [Number.NaN, -1, Number.POSITIVE_INFINITY]],
  ["maxConnections", [Number.NaN, -1, 0, 1.5]],
  ["keepAliveMs", [Number.NaN, -1, 2 ** 31]],
];

test("are waited for as long as can be told: other numbers are RangeErrors at the start", async () => {
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  for (const [name, values] of NO_NUMBERS) {
    for (const value of values) {
      const error = {
        name: "RangeError",
        message: new RegExp(`^Cannot set '${name}' to ${value}: `),
      };
      await assert.rejects(startServer({ variables, port: 0, [name]: value }), error);
      if (name === "idleMs" || name === "minBodyRate") {
        assert.throws(() => createRequestListener({ variables, [name]: value }), error);
      }
    }
  }
  await withServer(async (server) => {
    for (const deadline of [Number.NaN, -1, 2 ** 31]) {
      assert.throws(() => server.close(deadline), /^RangeError: Cannot set 'deadlineMs' to /);
    }
    assert.equal((await fetch(`${server.url}/version`)).status, 200);
  });
});

test("beyond the connections that may be there are turned away, and the log says so once", () =>
  withServer(
    async ({ port, logged }) => {
      await withConnection(port, async (first) => {
        await withConnection(port, async (second) => {
          for (const client of [first, second]) {
            await client.write(requestHead("GET", "/version"));
            assert.equal((await client.read()).status, 200);
          }
          for (let index = 0; index < 3; index++) {
            await withConnection(port, async (third) => {
              assert.equal((await third.ends()).length, 0);
            });
          }
          const lines = logged.filter(({ level }) => level === "warn");
          assert.deepEqual(lines, [
            {
              level: "warn",
              message: "Closes new connections: the limit is reached",
              fields: { maxConnections: 2, closed: 1 },
            },
          ]);
          await first.write(requestHead("GET", "/version"));
          assert.equal((await first.read()).status, 200);
        });
      });
    },
    { maxConnections: 2 },
  ));

for (const coding of ["xchunked", "gzip", "identity", "gzip, chunked", "x, gzip"]) {
  test(`get a 501 that they can read for Transfer-Encoding: ${coding}`, () => {
    const storage = new MemoryStorage();
    return withServer(
      ({ port }) =>
        withConnection(port, async (client) => {
          const fields = [`Transfer-Encoding: ${coding}`];
          await client.write(`${postRequest("one")}${requestHead("POST", PATH, fields)}hello`);
          assert.equal((await client.read()).status, 204);
          const answer = await client.read();
          assert.equal(answer.status, 501);
          assert.equal(answer.headers.get("content-type"), "application/json");
          assert.equal(errorOf(answer).type, "ServerErrorException");
          assert.ok(errorOf(answer).message.includes(`'${coding}'`));
          const hasEnd = coding.endsWith("chunked") && coding !== "xchunked";
          assert.equal(answer.headers.get("connection"), hasEnd ? "keep-alive" : "close");
          assert.equal((await storage.stat("i", "v"))?.size, 3);
        }),
      { storage, variables: new PlainVariables(storage) },
    );
  });
}

test("get a 400 that they can read where 'chunked' is not the last Transfer-Encoding", () =>
  withServer(({ port }) =>
    withConnection(port, async (client) => {
      await client.write(requestHead("POST", PATH, ["Transfer-Encoding: chunked, gzip"]));
      const answer = await client.read();
      assert.equal(answer.status, 400);
      assert.match(errorOf(answer).message, /'chunked' is not the last of its Transfer-Encoding/);
    }),
  ));

import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import { createRequestListener } from "../../server/node/create_request_listener.ts";
import { faultyStorage } from "../../server/testing/faulty_storage/faulty_storage.ts";
import { StorageWrapper } from "../support/storage_wrapper.ts";
import { suite } from "../support/suite.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { PlainVariables } from "./_plain_variables.ts";
import { type RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, postRequest, requestHead } from "./_requests.ts";
import { serverSocket } from "./_server_socket.ts";
import { STORAGES } from "./_storages.ts";
import { withServer } from "./_with_server.ts";

const JSON_PATH = PATH.replace("/data", "");

function post(content: string | Uint8Array, fields: readonly string[] = []): Buffer {
  const body = form({ name: "data", content });
  const head = requestHead("POST", PATH, [
    `Content-Type: ${FORM_TYPE}`,
    `Content-Length: ${body.length}`,
    ...fields,
  ]);
  return Buffer.concat([Buffer.from(head), body]);
}

function put(value: string): Buffer {
  const body = JSON.stringify({ value: Buffer.from(value).toString("base64"), type: "Bytes" });
  const fields = ["Content-Type: application/json", `Content-Length: ${body.length}`];
  return Buffer.from(requestHead("PUT", JSON_PATH, fields) + body);
}

const GET = Buffer.from(requestHead("GET"));
const DELETE = Buffer.from(requestHead("DELETE", JSON_PATH));
const LARGE = Buffer.alloc(70_000, "large");
const HUGE = Buffer.alloc(3_000_000, "huge");

for (const [storageName, withStorage] of STORAGES) {
  const test = suite(`pipelined requests on ${storageName}`);

  /** Sends all requests at once, and returns the answers: their statuses, or their bodies. */
  const answersTo = async (
    storage: VariableStorage,
    requests: readonly Buffer[],
    cut?: number,
  ): Promise<(number | string)[]> =>
    withServer(
      ({ port }) =>
        withConnection(port, async (client) => {
          const all = Buffer.concat(requests);
          if (cut !== undefined) {
            const seen = serverSocket();
            await client.write(all.subarray(0, cut));
            await seen;
          }
          await client.write(all.subarray(cut));
          const answers: (number | string)[] = [];
          for (const _ of requests) {
            const { status, body } = await client.read();
            answers.push(status === 200 ? body.toString() : status);
          }
          return answers;
        }),
      { storage },
    );

  test("delete what the former one posts", () =>
    withStorage(async (storage) => {
      assert.deepEqual(await answersTo(storage, [post(LARGE), DELETE]), [204, 204]);
      assert.equal(await storage.stat("i", "v"), undefined);
      assert.deepEqual(await answersTo(storage, [post(HUGE), DELETE, GET]), [204, 204, 404]);
    }));

  test("overwrite what the former one writes, and are read in between", () =>
    withStorage(async (storage) => {
      const requests = [post(LARGE), put("new"), GET, post(HUGE), post("last"), GET, DELETE, GET];
      assert.deepEqual(await answersTo(storage, requests), [
        204,
        204,
        "new",
        204,
        204,
        "last",
        204,
        404,
      ]);
    }));

  test("act in their order also when a body is not whole at first", () =>
    withStorage(async (storage) => {
      for (const cut of [300, 40_000, 70_200]) {
        const requests = [post(LARGE), DELETE, put("new"), GET];
        assert.deepEqual(await answersTo(storage, requests, cut), [204, 204, 204, "new"]);
      }
    }));

  test("are answered before the connection ends with what cannot be read behind them", () =>
    withStorage((storage) =>
      withServer(
        ({ port }) =>
          withConnection(port, async (client) => {
            const rubbish = Buffer.from("no request\r\n\r\n");
            await client.write(Buffer.concat([post(LARGE), put("new"), GET, rubbish]));
            for (const expected of [204, 204, 200, 400]) {
              assert.equal((await client.read()).status, expected);
            }
            await client.ends();
          }),
        { storage },
      ),
    ));

  test("act in their order behind one that is refused", () =>
    withStorage(async (storage) => {
      const refused = Buffer.from(postRequest("--x", PATH, [`Content-Type: ${FORM_TYPE}`]));
      const failed = post(LARGE, ['If-Match: "none"']);
      const requests = [refused, post(LARGE), failed, DELETE, refused, put("new"), GET];
      assert.deepEqual(await answersTo(storage, requests), [400, 204, 412, 204, 400, 204, "new"]);
    }));

  test("leave a download that runs the version it began with", () =>
    withStorage(async (storage) => {
      const requests = [post(HUGE), GET, DELETE, GET];
      const answers = await answersTo(storage, requests);
      assert.deepEqual(answers, [204, HUGE.toString(), 204, 404]);
    }));
}

const test = suite("the turns of pipelined requests");

/** A storage that emits an event for each call, and runs the call only after `go on`. */
class HeldStorage extends StorageWrapper {
  readonly events: EventEmitter = new EventEmitter().setMaxListeners(0);
  applying = 0;
  opening = 0;

  override async apply(
    ...change: Parameters<StorageWrapper["apply"]>
  ): ReturnType<StorageWrapper["apply"]> {
    this.applying++;
    this.events.emit("apply");
    await once(this.events, "go on");
    return super.apply(...change);
  }

  override async open(
    ...variable: Parameters<StorageWrapper["open"]>
  ): ReturnType<StorageWrapper["open"]> {
    this.opening++;
    this.events.emit("open");
    await once(this.events, "go on");
    return super.open(...variable);
  }

  async asked(what: "apply" | "open"): Promise<void> {
    await once(this.events, what);
  }

  goOn(): void {
    this.events.emit("go on");
  }
}

function withHeld(
  run: (held: HeldStorage, client: RawConnection, port: number) => Promise<void>,
): Promise<void> {
  const storage = new HeldStorage(new MemoryStorage());
  const options = { storage, variables: new PlainVariables(storage) };
  return withServer(
    ({ port }) => withConnection(port, (client) => run(storage, client, port)),
    options,
  );
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("begin one write at a time, and a read only after the write before it", () =>
  withHeld(async (storage, client) => {
    const asked = storage.asked("apply");
    await client.write(postRequest("one") + requestHead("GET") + postRequest("two"));
    await asked;
    for (let turns = 0; turns < 20; turns++) await turn();
    assert.deepEqual([storage.applying, storage.opening], [1, 0]);
    const opened = storage.asked("open");
    storage.goOn();
    await opened;
    assert.deepEqual([storage.applying, storage.opening], [1, 1]);
    const second = storage.asked("apply");
    storage.goOn();
    await second;
    storage.goOn();
    assert.equal((await client.read()).status, 204);
    assert.equal((await client.read()).body.toString(), "one");
    assert.equal((await client.read()).status, 204);
  }));

test("begin reads together, but not without end", () =>
  withHeld(async (storage, client) => {
    await client.write(requestHead("GET").repeat(100));
    while (storage.opening < 16) await storage.asked("open");
    for (let turns = 0; turns < 20; turns++) await turn();
    assert.equal(storage.opening, 16);
    let answered = 0;
    const all = (async () => {
      for (; answered < 100; answered++) assert.equal((await client.read()).status, 404);
    })();
    while (answered < 100) {
      storage.goOn();
      await turn();
    }
    await all;
  }));

test("are not read from the connection while they wait", () =>
  withHeld(async (storage, client) => {
    let requests = 0;
    const count = () => {
      requests++;
    };
    subscribe("http.server.request.start", count);
    try {
      const found = serverSocket();
      const asked = storage.asked("apply");
      const later = postRequest("x", PATH, [`X: ${"x".repeat(200)}`]).repeat(5_000);
      // The client cannot write all of it before the first request has finished.
      const written = client.write(postRequest("first") + later);
      const socket = await found;
      await asked;
      while (!socket.isPaused()) await turn();
      for (let turns = 0; turns < 20; turns++) await turn();
      assert.ok(requests < 1_000, `${requests} requests are held`);
      let answered = 0;
      const all = (async () => {
        for (; answered < 5_001; answered++) assert.equal((await client.read()).status, 204);
      })();
      while (answered < 5_001) {
        storage.goOn();
        await turn();
      }
      await Promise.all([all, written]);
    } finally {
      unsubscribe("http.server.request.start", count);
    }
  }));

test("never begin once their connection is gone", () =>
  withHeld(async (storage, client, port) => {
    const [socket] = await Promise.all([
      serverSocket(),
      storage.asked("apply"),
      client.write(postRequest("one") + postRequest("two").repeat(10)),
    ]);
    const closed = once(socket, "close");
    socket.destroy();
    await closed;
    storage.goOn();
    await withConnection(port, async (other) => {
      const opened = storage.asked("open");
      await other.write(requestHead("GET"));
      await opened;
      storage.goOn();
      assert.equal((await other.read()).body.toString(), "one");
    });
    assert.equal(storage.applying, 1);
  }));

test("get their 100 Continue when it is their turn", () =>
  withHeld(async (storage, client) => {
    const asked = storage.asked("apply");
    const fields = ["Content-Length: 5", "Expect: 100-continue"];
    await client.write(postRequest("one") + requestHead("POST", PATH, fields));
    await asked;
    storage.goOn();
    assert.equal((await client.read()).status, 204);
    assert.equal((await client.read()).status, 100);
    const second = storage.asked("apply");
    await client.write("hello");
    await second;
    storage.goOn();
    assert.equal((await client.read()).status, 204);
  }));

test("leave the answers before one that breaks off whole", async () => {
  // The first of the two answers is complete.
  const storage = faultyStorage(new MemoryStorage(), {
    read: { error: "corrupt", afterBytes: 10, nth: 2 },
  });
  await storage.apply("i", [
    { op: "put", name: "v", type: "Bytes", valueInfo: {}, content: Buffer.alloc(60_000_000, 1) },
  ]);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(Buffer.concat([GET, GET, GET]));
        assert.equal((await client.read()).body.length, 60_000_000);
        await client.ends();
      }),
    { storage },
  );
});

test("are not done behind an answer that ends the connection", async () => {
  const storage = new HeldStorage(new MemoryStorage());
  const options = { storage, variables: new PlainVariables(storage) };
  await withServer(
    (server) =>
      withConnection(server.port, async (client) => {
        const asked = storage.asked("apply");
        await client.write(postRequest("one") + postRequest("two"));
        await asked;
        const closed = server.close(Number.POSITIVE_INFINITY);
        storage.goOn();
        assert.equal((await client.read()).headers.get("connection"), "close");
        assert.equal((await client.ends()).length, 0);
        await closed;
        assert.equal(storage.applying, 1);
      }),
    options,
  );
});

test("act in their order on a server of somebody else, too", async () => {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  const first = createRequestListener({ variables });
  const second = createRequestListener({ variables });
  const server = createServer((request, response) => {
    const listener = request.method === "DELETE" ? second : first;
    listener(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  try {
    await withConnection(address.port, async (client) => {
      await client.write(Buffer.concat([post(LARGE), DELETE]));
      assert.equal((await client.read()).status, 204);
      assert.equal((await client.read()).status, 204);
    });
    assert.equal(await storage.stat("i", "v"), undefined);
  } finally {
    server.close();
  }
});

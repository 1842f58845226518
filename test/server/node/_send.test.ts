import assert from "node:assert/strict";
import { once } from "node:events";
import { MemoryStorage } from "../../../adapters/memory.ts";
import {
  LimitExceededError,
  ProcessVariables,
  type SetResult,
  type VariableForm,
} from "../../../core/mod.ts";
import { faultyStorage } from "../../../server/testing/faulty_storage/faulty_storage.ts";
import { chunksOf } from "../../support/chunks_of.ts";
import { suite } from "../../support/suite.ts";
import { withConnection } from "../_raw_connection.ts";
import { PATH, postRequest, requestHead } from "../_requests.ts";
import { serverSocket } from "../_server_socket.ts";
import { withServer } from "../_with_server.ts";

const test = suite("send()");

const MIB = 1024 * 1024;
const BLOCK = Buffer.alloc(MIB, "x");
const CHUNK = Buffer.concat([Buffer.from(`${MIB.toString(16)}\r\n`), BLOCK, Buffer.from("\r\n")]);
const LAST_CHUNK = "0\r\n\r\n";
const CHUNKED = ["Transfer-Encoding: chunked"];

/** Reads the first bytes of a form, and refuses it unless it begins with "fine". */
class FussyVariables extends ProcessVariables {
  constructor() {
    super({ storage: new MemoryStorage() });
  }

  override async setFromForm(_id: string, _name: string, form: VariableForm): Promise<SetResult> {
    for await (const chunk of chunksOf(form.body)) {
      if (chunk[0] !== 102) throw new LimitExceededError("maxValueBytes", 1, "part 'data'");
    }
    return { record: undefined, deprecated: false, hints: [] };
  }
}

const REFUSALS: readonly (readonly [status: number, target: string, fields: readonly string[]])[] =
  [
    [404, "/none", []],
    [405, PATH, []],
    [415, PATH, ["Content-Encoding: gzip"]],
    [413, PATH, []],
  ];

for (const [status, target, fields] of REFUSALS) {
  const method = status === 405 ? "PUT" : "POST";

  test(`gets a ${status} behind 30 MB to a client that writes all first`, () =>
    withServer(
      ({ port }) =>
        withConnection(port, async (client) => {
          await client.write(
            requestHead(method, target, [`Content-Length: ${30 * MIB}`, ...fields]),
          );
          for (let sent = 0; sent < 30; sent++) await client.write(BLOCK);
          const answer = await client.read();
          assert.equal(answer.status, status);
          assert.equal(answer.headers.get("connection"), "keep-alive");
          await client.write(postRequest("fine"));
          assert.equal((await client.read()).status, 204);
        }),
      { variables: new FussyVariables() },
    ));

  test(`gets a ${status} behind 30 MB in chunks to a client that writes all first`, () =>
    withServer(
      ({ port }) =>
        withConnection(port, async (client) => {
          await client.write(requestHead(method, target, [...CHUNKED, ...fields]));
          for (let sent = 0; sent < 30; sent++) await client.write(CHUNK);
          await client.write(LAST_CHUNK);
          assert.equal((await client.read()).status, status);
          await client.write(postRequest("fine"));
          assert.equal((await client.read()).status, 204);
        }),
      { variables: new FussyVariables() },
    ));
}

test("closes the connection of a client that has too much to send", () =>
  withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("POST", PATH, [`Content-Length: ${100 * MIB}`]));
        await client.write(BLOCK);
        const answer = await client.read();
        assert.equal(answer.status, 413);
        assert.equal(answer.headers.get("connection"), "close");
      }),
    { variables: new FussyVariables() },
  ));

test("stops reading a body that does not end", () =>
  withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        await client.write(requestHead("POST", "/none", CHUNKED));
        assert.equal((await client.read()).status, 404);
        let ended = false;
        const closed = client.ends().then(() => {
          ended = true;
        });
        let sent = 0;
        for (; !ended && sent < 200; sent++) await client.write(CHUNK);
        await closed;
        assert.ok(sent >= 64 && sent < 200, `sent ${sent} MiB`);
      }),
    { variables: new FussyVariables() },
  ));

test("answers OPTIONS with a body", () =>
  withServer(({ port }) =>
    withConnection(port, async (client) => {
      await client.write(requestHead("OPTIONS", PATH, ["Content-Length: 5"]));
      await client.write("hello");
      assert.equal((await client.read()).status, 204);
      await client.write(requestHead("OPTIONS"));
      assert.equal((await client.read()).status, 204);
    }),
  ));

test("refuses OPTIONS whose body nobody can tell the end of, as it refuses what follows", () =>
  withServer(({ port }) =>
    withConnection(port, async (client) => {
      await client.write(`${requestHead("OPTIONS", PATH, ["Transfer-Encoding: gzip"])}hello`);
      const answer = await client.read();
      assert.equal(answer.status, 400);
      assert.equal(answer.headers.get("connection"), "close");
      await client.ends();
    }),
  ));

test("sends the head of a refused HEAD before its body has come", () =>
  withServer(({ port }) =>
    withConnection(port, async (client) => {
      await client.write(requestHead("HEAD", "/none", ["Content-Length: 5"]));
      assert.equal((await client.read({ head: true })).status, 404);
      await client.write("hello");
      await client.write(requestHead("OPTIONS"));
      assert.equal((await client.read()).status, 204);
    }),
  ));

test("gets a whole answer out also when the variable cannot be closed after it", async () => {
  const storage = faultyStorage(new MemoryStorage(), {
    closeVariable: { error: new Error("The disk is gone") },
  });
  const content = Buffer.from("hello");
  await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
  await withServer(
    ({ port, logged }) =>
      withConnection(port, async (client) => {
        for (const fields of [[], ["Connection: close"]]) {
          await client.write(requestHead("GET", PATH, fields));
          assert.equal((await client.read()).body.toString(), "hello");
        }
        assert.equal((await client.ends()).length, 0);
        assert.deepEqual(
          logged.map(({ level }) => level),
          ["error", "error"],
        );
      }),
    { storage, variables: new ProcessVariables({ storage }) },
  );
});

test("gives up a client that takes no answers, also small ones", async () => {
  const storage = new MemoryStorage();
  const content = Buffer.alloc(16_000, "x");
  const size = 2_000 * content.length;
  await storage.apply("i", [{ op: "put", name: "v", type: "Bytes", valueInfo: {}, content }]);
  await withServer(
    ({ port }) =>
      withConnection(port, async (client) => {
        const given = serverSocket().then((socket) => once(socket, "close"));
        client.socket.write(requestHead("GET").repeat(2_000));
        await given;
        assert.ok((await client.ends()).length < size);
      }),
    { storage, variables: new ProcessVariables({ storage }), idleMs: 100 },
  );
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables } from "../../core/mod.ts";
import { createRequestListener } from "../../server/node/create_request_listener.ts";
import { suite } from "../support/suite.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { errorOf, type RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, requestHead } from "./_requests.ts";
import type { LogLine } from "./_with_server.ts";

const test = suite("a body that something in front has read");

/** Calls `before` with each request before the listener gets it. */
async function withListener(
  before: (request: IncomingMessage) => Promise<void>,
  run: (client: RawConnection, logged: readonly LogLine[]) => Promise<void>,
): Promise<void> {
  const logged: LogLine[] = [];
  const variables = new ProcessVariables({ storage: new MemoryStorage() });
  const listener = createRequestListener({
    variables,
    log: (level, message, fields = {}) => {
      if (level !== "debug") logged.push({ level, message, fields });
    },
  });
  const server = createServer(async (request, response) => {
    await before(request);
    listener(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  try {
    await withConnection(address.port, (client) => run(client, logged));
  } finally {
    server.close();
  }
}

const FORM = form({ name: "data", content: "x".repeat(100_000) });
const VALUE = Buffer.from(JSON.stringify({ value: "hello" }));
const WRITES: readonly (readonly [method: string, path: string, type: string, body: Buffer])[] = [
  ["PUT", PATH.replace("/data", ""), "application/json", VALUE],
  ["POST", PATH.replace("/v/data", ""), "application/json", Buffer.from('{"deletions":["v"]}')],
  ["POST", PATH, FORM_TYPE, FORM],
];
const READERS: readonly (readonly [
  how: string,
  read: (request: IncomingMessage) => Promise<void>,
])[] = [
  [
    "to its end",
    async (request) => {
      for await (const _ of request);
    },
  ],
  [
    "past",
    async (request) => {
      if (request.readableEnded) return;
      await once(request.resume(), "end");
    },
  ],
  [
    "a piece of",
    async (request) => {
      await once(request, "data");
      request.pause();
    },
  ],
];

for (const [how, read] of READERS) {
  for (const [method, path, type, body] of WRITES) {
    test(`${how}: ${method} ${path} is answered at once, and the log says why`, () =>
      withListener(
        async (request) => {
          if (request.method !== "GET") await read(request);
        },
        async (client, logged) => {
          const fields = [`Content-Type: ${type}`, `Content-Length: ${body.length}`];
          await client.write(requestHead(method, path, fields));
          await client.write(body);
          const answer = await client.read();
          assert.equal(answer.status, 500);
          const { message } = errorOf(answer);
          assert.equal(logged.length, 1);
          assert.ok(message.includes(String(logged[0]?.fields["id"])));
          assert.match(String(logged[0]?.fields["fault"]), /express\.json\(\); mount varpost's/);
          await client.write(requestHead("GET"));
          assert.equal((await client.read()).status, 404);
        },
      ));
  }
}

test("of which there is nothing is fine", () =>
  withListener(
    async (request) => {
      for await (const _ of request);
    },
    async (client, logged) => {
      await client.write(requestHead("GET"));
      assert.equal((await client.read()).status, 404);
      await client.write(requestHead("DELETE", PATH.replace("/data", "")));
      assert.equal((await client.read()).status, 204);
      const fields = ["Content-Type: application/json", "Transfer-Encoding: chunked"];
      await client.write(`${requestHead("PUT", PATH.replace("/data", ""), fields)}0\r\n\r\n`);
      assert.equal((await client.read()).status, 400);
      assert.deepEqual(logged, []);
    },
  ));

test("or reads at the same time is stored whole, or not at all", () =>
  withListener(
    async (request) => {
      request.on("data", () => {});
    },
    async (client) => {
      const fields = [`Content-Type: ${FORM_TYPE}`, `Content-Length: ${FORM.length}`];
      await client.write(requestHead("POST", PATH, fields));
      await client.write(FORM);
      const { status } = await client.read();
      await client.write(requestHead("GET"));
      const { body } = await client.read();
      if (status === 204) assert.equal(body.length, 100_000);
      else assert.equal(status, 500);
    },
  ));

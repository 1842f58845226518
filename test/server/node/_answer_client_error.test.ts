import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { answerClientError } from "../../../server/node/_answer_client_error.ts";
import { suite } from "../../support/suite.ts";
import { withConnection } from "../_raw_connection.ts";

const test = suite("answerClientError()");

/** What a client gets whose head did not come in time, after it has sent these bytes. */
async function late(sent: string): Promise<{ answer: string; told: readonly number[] }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const accepted = once(server, "connection");
  const told: number[] = [];
  try {
    return await withConnection(address.port, async (connection) => {
      const [socket]: Socket[] = await accepted;
      assert.ok(socket);
      if (sent !== "") {
        await connection.write(sent);
        await once(socket, "data");
      }
      const error = { code: "ERR_HTTP_REQUEST_TIMEOUT" };
      answerClientError(error, socket, undefined, ({ status }) => told.push(status));
      return { answer: String(await connection.ends()), told };
    });
  } finally {
    server.close();
  }
}

test("answers a head that did not come in time", async () => {
  const { answer, told } = await late("GET / HT");
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.deepEqual(told, [408]);
});

test("closes a connection over which nothing came without an answer, which the next request would get", async () => {
  assert.deepEqual(await late(""), { answer: "", told: [] });
});

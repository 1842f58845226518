import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { drain } from "../../../server/node/_drain.ts";
import { suite } from "../../support/suite.ts";

const test = suite("drain()");

test("waits no longer once the client has ended its side in the middle of a body", async () => {
  const server = createServer();
  // Node emits an error since the request ends early. This test ignores it.
  server.on("clientError", () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const client = connect(address.port, "127.0.0.1");
  client.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
  const [request]: IncomingMessage[] = await once(server, "request");
  assert.ok(request);
  const drained = drain(request);
  client.end();
  await once(request.socket, "end");
  const later = new Promise((resolve) => setImmediate(() => setImmediate(() => resolve("later"))));
  assert.equal(await Promise.race([drained, later]), false);
  request.socket.destroy();
  server.close();
  await once(server, "close");
});

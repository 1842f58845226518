import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import pg from "pg";
import { closingClient } from "../../../../adapters/postgres/connections/_closing_client.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("closingClient()");

/** The server's message that asks for a password. */
const ASKS = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

test("closes the socket if there is no password", async () => {
  const server = createServer((socket) => socket.once("data", () => socket.write(ASKS)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const accepted: Promise<Socket[]> = once(server, "connection");
  const pool = new pg.Pool({
    host: "127.0.0.1",
    port: address.port,
    user: "me",
    database: "db",
    ssl: false,
    password: () => Promise.reject(new Error("there is none")),
    Client: closingClient(pg.Client),
  });
  await assert.rejects(pool.connect(), /there is none/);
  const [socket] = await accepted;
  if (socket?.closed === false) await once(socket, "close");
  await pool.end();
  server.close();
});

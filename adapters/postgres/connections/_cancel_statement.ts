import { connect } from "node:net";
import type { PoolClient } from "pg";

/** The code of the message CancelRequest. */
const CANCEL_REQUEST = 80_877_102;
const MESSAGE_BYTES = 16;

/**
 * Asks the database to end the statement that a connection has sent. A statement that waits for a lock does not notice that its client
 * has gone, and would keep a process of the database until it gets the lock. Nothing waits for this, and nothing depends on it. It goes
 * without TLS, as psql sent it until version 17: a number that is of use only for this connection, which is closed anyway.
 *
 * @param client The connection.
 * @param limitMs How long this may take, in milliseconds.
 */
export function cancelStatement(client: PoolClient, limitMs: number): void {
  const { host, port } = client;
  // pg has no types for them.
  const processId: unknown = Reflect.get(client, "processID");
  const key: unknown = Reflect.get(client, "secretKey");
  if (typeof processId !== "number" || typeof key !== "number") return;
  const message = Buffer.alloc(MESSAGE_BYTES);
  message.writeInt32BE(MESSAGE_BYTES, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(processId, 8);
  message.writeInt32BE(key, 12);
  const place = host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const socket = connect(place);
  // The database answers by closing the connection.
  socket.on("error", () => {}).resume();
  socket.setTimeout(limitMs, () => socket.destroy());
  socket.unref();
  socket.end(message);
}

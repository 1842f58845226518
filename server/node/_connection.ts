import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { ConnectionClock } from "./_connection_clock.ts";
import { Turns } from "./_turns.ts";

/** What the requests of one connection share. */
export class Connection {
  readonly turns: Turns;
  readonly clock: ConnectionClock;
  /** The answer to the latest request that came. */
  latest: ServerResponse | undefined;
  /** The latest answer is written whole, and only waits until the rest of its request has been read past. */
  isDraining = false;
  /** What came behind the latest request is none that could be read. */
  isUnreadable = false;
  readonly #closing = new Set<() => void>();

  constructor(socket: Socket, idleMs: number) {
    this.turns = new Turns(socket);
    this.clock = new ConnectionClock(socket, idleMs);
    socket.once("close", () => this.#close());
  }

  /** Node tells the end of a connection only to the answer that is being written, not to those that wait behind it. */
  onClose(listener: () => void): void {
    this.#closing.add(listener);
  }

  offClose(listener: () => void): void {
    this.#closing.delete(listener);
  }

  #close(): void {
    this.turns.end();
    this.clock.stop();
    for (const listener of this.#closing) listener();
  }
}

const CONNECTIONS = new WeakMap<Duplex, Connection>();

/**
 * The connection of a socket, the same for all listeners.
 *
 * @param socket The socket.
 * @param idleMs How long to wait for the client. The first listener that it speaks to decides.
 */
export function connectionOf(socket: Socket, idleMs: number): Connection {
  const known = CONNECTIONS.get(socket);
  if (known !== undefined) return known;
  const connection = new Connection(socket, idleMs);
  CONNECTIONS.set(socket, connection);
  return connection;
}

/** The connection of a socket over which a request has come; otherwise `undefined`. */
export function knownConnection(socket: Duplex): Connection | undefined {
  return CONNECTIONS.get(socket);
}

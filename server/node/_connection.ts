import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import { ConnectionClock } from "./_connection_clock.ts";
import { Turns } from "./_turns.ts";

/** The observation of a request, as far as its connection knows it. */
export interface LatestObservation {
  /** The request's answer. */
  readonly response: ServerResponse;
  /** Whether the answer has begun. */
  readonly isAnswered: boolean;
  /** Notes the answer that is about to be sent, and returns it in a form that is counted. */
  answer(answer: RestResponse): RestResponse;
  /** Notes an answer that was written past the response, since the rest of the request could not be read. */
  answerDirectly(answer: RestResponse): void;
}

/** One connection: the state that its requests share. */
export class Connection {
  readonly turns: Turns;
  readonly clock: ConnectionClock;
  /** The answer to the latest request that came. */
  latest: ServerResponse | undefined;
  /** The observation of the latest request; `undefined` if nobody observes it, or it has ended. */
  observation: LatestObservation | undefined;
  /** Whether the latest answer is written, and ends as soon as the rest of its request's body is drained. */
  isDraining = false;
  /** Whether bytes have come that could not be parsed as HTTP. */
  isUnreadable = false;
  readonly #closing = new Set<() => void>();

  constructor(socket: Socket, idleMs: number) {
    this.turns = new Turns(socket);
    this.clock = new ConnectionClock(socket, idleMs);
    socket.once("close", () => this.#close());
  }

  /**
   * Calls a listener when the connection closes. Node tells this only to the answer that is being written, not to pipelined ones
   * behind it.
   */
  onClose(listener: () => void): void {
    this.#closing.add(listener);
  }

  /** Removes a listener that {@linkcode onClose} added. */
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
 * Finds or makes the connection of a socket. All listeners share it.
 *
 * @param socket The socket.
 * @param idleMs How long to wait for the client. The first listener that gets a request over the socket decides.
 */
export function connectionOf(socket: Socket, idleMs: number): Connection {
  const known = CONNECTIONS.get(socket);
  if (known !== undefined) return known;
  const connection = new Connection(socket, idleMs);
  CONNECTIONS.set(socket, connection);
  return connection;
}

/** Finds the connection of a socket; `undefined` if no request has come over it. */
export function knownConnection(socket: Duplex): Connection | undefined {
  return CONNECTIONS.get(socket);
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { Task } from "../../core/rest/_task.ts";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import type { BodyPatience } from "./_body_pace.ts";
import { connectionOf } from "./_connection.ts";
import { Exchange } from "./_exchange.ts";
import { hostFault } from "./_host_fault.ts";
import { send } from "./_send.ts";
import type { Served } from "./_served.ts";
import { setImmediate } from "./_timers.ts";

/** Answers requests of `node:http`, and knows when all operations have finished, also those whose clients have gone away. */
export class RequestHandler {
  readonly #served: Served;
  readonly #patience: BodyPatience;
  /** The requests that are served now. */
  readonly #running = new Set<Exchange>();
  readonly #waiters: (() => void)[] = [];
  #closing = false;

  /**
   * @param served What answers the requests.
   * @param patience How long to wait for clients.
   */
  constructor(served: Served, patience: BodyPatience) {
    this.#served = served;
    this.#patience = patience;
  }

  /** Serves a request: now, or after those pipelined requests before it whose effects it must see. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const connection = connectionOf(request.socket, this.#patience.idleMs);
    connection.latest = response;
    const exchange = new Exchange(request, response, connection, this.#patience);
    const fault = hostFault(request);
    const accepted =
      fault === undefined ? this.#served.accept(exchange) : this.#served.refuse(exchange, fault);
    const { turns } = connection;
    const { method } = request;
    const isRead = method === "GET" || method === "HEAD" || method === "OPTIONS";
    if (!(accepted instanceof Task || turns.hasWaiting)) this.#reply(exchange, accepted);
    else if (turns.enter(isRead)) void this.#run(exchange, accepted);
    else turns.wait(isRead, () => void this.#run(exchange, accepted));
  }

  /**
   * Makes every connection close after its next answer. Otherwise a connection that is never idle would stay open until it is cut
   * off, and its client would not know whether its last request was served.
   */
  close(): void {
    this.#closing = true;
    for (const exchange of this.#running) endConnection(exchange);
  }

  /** Closes every connection after its next answer, and waits until all operations have finished. */
  drain(): Promise<void> {
    this.close();
    return this.settled();
  }

  /** Waits until all operations have finished. An operation whose client has gone away still has to clean up. */
  settled(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #settle(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.length = 0;
  }

  /**
   * Sends at once an answer that needs no operation. Node may be unable to parse the body of a refused request, and the answer must
   * be written before Node reports this. Not used while other requests wait: the body can be drained only after theirs.
   */
  #reply(exchange: Exchange, answer: RestResponse): void {
    if (this.#closing) endConnection(exchange);
    this.#sendRefusal(exchange, answer);
  }

  async #run(exchange: Exchange, accepted: Task | RestResponse): Promise<void> {
    this.#running.add(exchange);
    if (this.#closing) endConnection(exchange);
    try {
      // Node emits a request before it emits the part of the body that came with the head. A microtask later this part is here.
      if (!exchange.body.isOver) await undefined;
      const answer = accepted instanceof Task ? await accepted.run() : accepted;
      const sent = send(exchange, answer);
      if (sent !== undefined) await sent;
    } catch (error) {
      this.#fail(exchange, accepted, error);
    } finally {
      this.#running.delete(exchange);
      exchange.connection.turns.leave();
      if (this.#running.size === 0) this.#settle();
    }
  }

  /** Answers an error. If the answer has begun already, it cuts the answer off. */
  #fail(exchange: Exchange, accepted: Task | RestResponse, error: unknown): void {
    if (error instanceof ClientAbortError) return;
    if (exchange.response.headersSent) cut(exchange);
    else if (accepted instanceof Task) this.#sendRefusal(exchange, accepted.refuse(error));
    else this.#sendRefusal(exchange, this.#served.refuse(exchange, error));
  }

  /**
   * Sends a refusal. A program chooses some of them, as by `authorize`: if one has a header or a status that cannot be sent, that is a
   * fault, and answered so. Nobody waits for the end of a long one, whose client may go away.
   */
  #sendRefusal(exchange: Exchange, answer: RestResponse): void {
    try {
      send(exchange, answer)?.catch(() => {});
    } catch (error) {
      // Node has kept the text of the other status.
      exchange.response.statusMessage = "";
      void send(exchange, this.#served.refuse(exchange, error));
    }
  }
}

/** Makes the connection close after this answer. Requests behind it get no answer, so they are not run (RFC 9112, section 9.6). */
function endConnection({ response, connection }: Exchange): void {
  if (response.headersSent) return;
  response.setHeader("Connection", "close");
  connection.turns.end();
}

/** Cuts off an answer that has begun, so that the client does not take it for complete. */
function cut({ request: { socket }, response, connection }: Exchange): void {
  connection.turns.end();
  // Answers before it on the connection may still wait in the batch. They end before the `setImmediate` callback runs. If others are
  // not finished even then, only the response is destroyed: Node destroys the socket when it is the response's turn.
  setImmediate(() => {
    const isBehind = response.socket === null && !response.writableFinished;
    if (isBehind) response.destroy();
    else socket.destroy();
  });
}

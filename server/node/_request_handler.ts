import type { IncomingMessage, ServerResponse } from "node:http";
import { RestResource } from "../../core/rest/_rest_resource.ts";
import { Task } from "../../core/rest/_task.ts";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { RestResponse } from "../../core/rest/rest_response.ts";
import type { BodyPatience } from "./_body_pace.ts";
import { bodyPatience } from "./_body_patience.ts";
import { connectionOf } from "./_connection.ts";
import { Exchange } from "./_exchange.ts";
import { hostFault } from "./_host_fault.ts";
import { send } from "./_send.ts";
import type { ListenerOptions } from "./listener_options.ts";

/** Answers requests of `node:http`, and knows when it has done with all of them, also with those whose clients have gone. */
export class RequestHandler {
  readonly #resource: RestResource;
  readonly #patience: BodyPatience;
  /** The requests that are served now. */
  readonly #running = new Set<Exchange>();
  readonly #waiters: (() => void)[] = [];
  #closing = false;

  /**
   * @param options What to serve, and to whom.
   * @param log Must not fail.
   */
  constructor(options: ListenerOptions, log: Log) {
    this.#resource = new RestResource(options, log);
    this.#patience = bodyPatience(options);
  }

  /** Serves a request now, or when those before it on its connection have done what it may depend on. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const connection = connectionOf(request.socket, this.#patience.idleMs);
    connection.latest = response;
    const exchange = new Exchange(request, response, connection, this.#patience);
    const fault = hostFault(request);
    const accepted =
      fault === undefined
        ? this.#resource.accept(exchange)
        : this.#resource.refuse(exchange, fault);
    const { turns } = connection;
    const { method } = request;
    const isRead = method === "GET" || method === "HEAD" || method === "OPTIONS";
    if (!(accepted instanceof Task || turns.isHeld)) this.#reply(exchange, accepted);
    else if (turns.enter(isRead)) void this.#run(exchange, accepted);
    else turns.wait(isRead, () => void this.#run(exchange, accepted));
  }

  /**
   * Has every connection end with its next answer. One that never rests would be kept alive until it is cut off, and no client
   * would know what became of its last request.
   */
  close(): void {
    this.#closing = true;
    for (const exchange of this.#running) endConnection(exchange);
  }

  /** Closes, and waits until no request is served. */
  drain(): Promise<void> {
    this.close();
    return this.settled();
  }

  /** Waits until no request is served. A client that has gone ends its operation only in time: what it began is to be undone. */
  settled(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #settle(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.length = 0;
  }

  /**
   * Answers at once what needs no work: nobody may be able to read the body of a request that is refused, and the answer has to be out
   * before that shows. While others wait this one must wait, too: only after them its body can be read past.
   */
  #reply(exchange: Exchange, answer: RestResponse): void {
    if (this.#closing) endConnection(exchange);
    void send(exchange, answer);
  }

  async #run(exchange: Exchange, accepted: Task | RestResponse): Promise<void> {
    this.#running.add(exchange);
    if (this.#closing) endConnection(exchange);
    try {
      // Node tells of a request before it hands on what of its body came with the head. A microtask later that is here.
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

  /** Answers what went wrong, or cuts the answer off once it has begun. */
  #fail(exchange: Exchange, accepted: Task | RestResponse, error: unknown): void {
    if (error instanceof ClientAbortError) return;
    if (exchange.response.headersSent) cut(exchange);
    else if (accepted instanceof Task) void send(exchange, accepted.refuse(error));
    else void send(exchange, this.#resource.refuse(exchange, error));
  }
}

/** Has the connection end with this answer. No client gets a later one, so that nothing is done for it (RFC 9112, section 9.6). */
function endConnection({ response, connection }: Exchange): void {
  if (response.headersSent) return;
  response.setHeader("Connection", "close");
  connection.turns.end();
}

/** Cuts off an answer that has begun: nobody must take it for whole. */
function cut({ request: { socket }, response, connection }: Exchange): void {
  connection.turns.end();
  // Behind others on its connection it waits for these to end. What of them is whole may still wait for others to end with.
  setImmediate(() => {
    const isBehind = response.socket === null && !response.writableFinished;
    if (isBehind) response.destroy();
    else socket.destroy();
  });
}

import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { inspect } from "node:util";
import { type ErrorAnswer, errorAnswer, StorageError } from "../../core/mod.ts";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import { RestError } from "../../core/rest/errors/rest_error.ts";
import type { Log } from "../../core/rest/log/log.ts";
import { send } from "../node/_send.ts";
import type { Exchange } from "./_context.ts";
import { errorBody } from "./_error_body.ts";

/**
 * Answers what went wrong, by the error table. Once the answer has begun, cutting it off is all that is left to say; to a client
 * that has gone, nothing is.
 *
 * @param exchange The request and its answer.
 * @param error What was thrown.
 */
export function answerError(exchange: Exchange, error: unknown): void {
  const { service, request, response, connection } = exchange;
  if (error instanceof ClientAbortError) return;
  let answer = errorAnswer(error);
  // That the storage is full is not only for the client to know.
  if (answer === undefined || error instanceof StorageError) {
    const id = logFault(service.log, request, error);
    answer ??= faultAnswer(id);
  } else service.refusals.write(request, answer);
  if (response.headersSent) {
    connection.turns.end();
    // An answer that is whole may still wait for others to end with: it goes out before.
    setImmediate(() => {
      // Behind others on its connection it waits for these to end, too.
      const isBehind = response.socket === null && !response.writableFinished;
      if (isBehind) response.destroy();
      else request.socket.destroy();
    });
    return;
  }
  const isRead = request.method === "GET" || request.method === "HEAD";
  const headers = error instanceof RestError ? error.headers : {};
  send(
    exchange,
    answer.status,
    {
      "Content-Type": "application/json",
      ...(isRead ? { "Cache-Control": "no-cache" } : {}),
      ...headers,
    },
    errorBody(answer),
  );
}

/** Writes to the log what went wrong, with all the causes, and gives the id to find it by. */
function logFault(log: Log, { method, url }: IncomingMessage, error: unknown): string {
  const id = randomUUID();
  log("error", "Cannot serve a request", { id, method, url, fault: describe(error) });
  return id;
}

/** Anything may have been thrown, also what fails when it is looked at. */
function describe(error: unknown): string {
  try {
    return inspect(error);
  } catch {
    return "something that cannot be shown";
  }
}

function faultAnswer(id: string): ErrorAnswer {
  return {
    status: 500,
    type: "RestException",
    message: `Cannot serve the request: the server failed, its log has the reason under ${id}`,
    code: null,
  };
}

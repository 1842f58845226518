import type { RestBody, RestResponse } from "../../core/rest/rest_response.ts";
import { closeUnlessRead } from "./_close_unless_read.ts";
import { drain, MAX_DRAIN_BYTES } from "./_drain.ts";
import { endInBatch } from "./_end_in_batch.ts";
import type { Exchange } from "./_exchange.ts";
import { waitForFlush } from "./_wait_for_flush.ts";

/** The kernel usually takes up to this many bytes at once, so `send` waits only for longer bodies. */
const TAKEN_AT_ONCE = 65_536;

/**
 * Sends an answer. Where possible, the connection can then serve the next request.
 *
 * @param exchange The request, whose body nobody reads any more, and its response, which has not begun.
 * @param answer The answer.
 * @returns A promise if the server has to wait for the client.
 * @throws {ClientAbortError} If the client goes away before it has read the whole answer.
 */
export function send(exchange: Exchange, answer: RestResponse): Promise<void> | undefined {
  const { status, headers, body } = answer;
  if (body === undefined || body instanceof Uint8Array) {
    if (exchange.body.isOver) {
      exchange.response.writeHead(status, headers);
      endInBatch(exchange, body);
    } else {
      sendThenDrain(exchange, status, headers, body);
    }
    const isLong = body !== undefined && body.length > TAKEN_AT_ONCE;
    return isLong ? waitForFlush(exchange, "finish") : undefined;
  }
  exchange.response.writeHead(status, headers);
  return stream(exchange, body);
}

/**
 * Writes the answer, drains the body that still comes, and ends the answer only then. If the answer ended first, Node would close the
 * connection, or never read the rest of the body. In both cases a client that is still writing would lose the answer.
 */
function sendThenDrain(
  exchange: Exchange,
  status: number,
  headers: RestResponse["headers"],
  body: Uint8Array | undefined,
): void {
  const { request, response, connection } = exchange;
  const isTooLong = Number(request.headers["content-length"]) > MAX_DRAIN_BYTES;
  const isLast = isTooLong || headers["Connection"] === "close";
  response.writeHead(status, isTooLong ? { ...headers, Connection: "close" } : headers);
  if (body === undefined) {
    response.flushHeaders();
  } else {
    response.write(body, (error) => {
      exchange.isHandedOver = !error;
    });
  }
  closeUnlessRead(exchange);
  if (isLast) connection.turns.end();
  connection.isDraining = true;
  void drain(request).then((whole) => endAfterDrain(exchange, whole));
}

function endAfterDrain(
  { request: { socket }, response, connection }: Exchange,
  whole: boolean,
): void {
  connection.isDraining = false;
  if (whole) {
    response.end();
    return;
  }
  connection.turns.end();
  // Pipelined answers before this one may still be unsent. So the socket is destroyed only after this answer was written.
  response.end(() => socket.destroySoon());
}

async function stream(exchange: Exchange, body: RestBody): Promise<void> {
  const { response } = exchange;
  for await (const chunk of body) {
    if (!response.write(chunk)) await waitForFlush(exchange, "drain");
  }
  response.end();
  await waitForFlush(exchange, "finish");
}

import type { OutgoingHttpHeaders } from "node:http";
import type { Exchange } from "../rest/_context.ts";
import { awaitTaking } from "./_await_taking.ts";
import { drain, MAX_DRAIN_BYTES } from "./_drain.ts";
import { endTogether } from "./_end_together.ts";

/**
 * Answers a request, and leaves its connection fit for the next one where that is possible.
 *
 * Node closes a connection as soon as the answer ends, or never looks at the rest of the body. Either loses the answer for a
 * client that is still writing. So while a body is coming, the answer is written, the body is read past, and only then the answer ends.
 *
 * @param exchange The request, whose body nobody reads any more, and its answer, not begun yet.
 * @param status The status.
 * @param headers The headers, without `Content-Length`.
 * @param body The whole body; `undefined` for an answer that has none.
 */
export function send(
  exchange: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body?: Uint8Array,
): void {
  const { request, response } = exchange;
  if (body !== undefined) headers["Content-Length"] = body.length;
  if (exchange.body.isOver) {
    response.writeHead(status, headers);
    endTogether(exchange, body);
    return;
  }
  if (Number(request.headers["content-length"]) > MAX_DRAIN_BYTES) headers["Connection"] = "close";
  response.writeHead(status, headers);
  if (body === undefined) response.flushHeaders();
  else response.write(body);
  awaitTaking(exchange);
  const { connection } = exchange;
  if (headers["Connection"] === "close") connection.turns.end();
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
  // Answers before this one may still have to be written.
  response.end(() => socket.destroySoon());
}

import type { RestBody, RestResponse } from "../../core/rest/rest_response.ts";
import { awaitTaking } from "./_await_taking.ts";
import { drain, MAX_DRAIN_BYTES } from "./_drain.ts";
import { endTogether } from "./_end_together.ts";
import type { Exchange } from "./_exchange.ts";
import { flushed } from "./_flushed.ts";

/** What the kernel takes at once needs nobody who waits for it. Bytes. */
const TAKEN_AT_ONCE = 65_536;

/**
 * Sends an answer, and leaves its connection fit for the next one where that is possible.
 *
 * @param exchange The request, whose body nobody reads any more, and its answer, not begun yet.
 * @param answer The answer.
 * @returns A promise if the client has to be waited for.
 * @throws {ClientAbortError} If the client goes before it has taken all.
 */
export function send(exchange: Exchange, answer: RestResponse): Promise<void> | undefined {
  const { status, headers, body } = answer;
  if (body === undefined || body instanceof Uint8Array) {
    if (exchange.body.isOver) {
      exchange.response.writeHead(status, headers);
      endTogether(exchange, body);
    } else {
      sendThenDrain(exchange, status, headers, body);
    }
    const isLong = body !== undefined && body.length > TAKEN_AT_ONCE;
    return isLong ? flushed(exchange, "finish") : undefined;
  }
  exchange.response.writeHead(status, headers);
  return stream(exchange, body);
}

/**
 * Node closes a connection as soon as the answer ends, or never looks at the rest of the body. Either loses the answer for a
 * client that is still writing. So while a body is coming, the answer is written, the body is read past, and only then the answer ends.
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
  if (body === undefined) response.flushHeaders();
  else response.write(body);
  awaitTaking(exchange);
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
  // Answers before this one may still have to be written.
  response.end(() => socket.destroySoon());
}

async function stream(exchange: Exchange, body: RestBody): Promise<void> {
  const { response } = exchange;
  for await (const chunk of body) {
    if (!response.write(chunk)) await flushed(exchange, "drain");
  }
  response.end();
  await flushed(exchange, "finish");
}

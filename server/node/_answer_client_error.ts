import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorAnswer } from "../../core/mod.ts";
import { errorBody } from "../../core/rest/errors/_error_body.ts";
import type { Connection } from "./_connection.ts";
import { clearTimeout, setTimeout } from "./_timers.ts";

/** How long the server skips the bytes that a client still sends, so that the client can read the answer. Milliseconds. */
const LINGER_MS = 1_000;

/** The code of Node's error for a head that did not come in time. */
const LATE_HEAD = "ERR_HTTP_REQUEST_TIMEOUT";

/** What is wrong with bytes that Node does not hand over as a request: Node's error, or {@linkcode CONNECT}. */
type ClientError = Pick<NodeJS.ErrnoException, "code">;

/** A request of the method CONNECT, which only proxies serve. Node hands over its socket, and closes that if nobody takes it. */
export const CONNECT: ClientError = { code: "CONNECT" };

/**
 * Answers bytes that Node's parser refuses: a broken head, or an error inside a body; and CONNECT. The answer is JSON, like that to any
 * other error. Then it closes the connection. Complete requests before these bytes are answered first. A connection over which nothing
 * has come is closed without an answer.
 *
 * @param error What is wrong.
 * @param socket The socket.
 * @param connection The connection of the socket; `undefined` if no request has come over it.
 * @param tell Called with the answer if one can be sent.
 */
export function answerClientError(
  error: ClientError,
  socket: Duplex,
  connection: Connection | undefined,
  tell: (answer: ErrorAnswer) => void,
): void {
  // The latest request was refused before its body was read. Its answer is written already, and ends when the drain ends.
  if (connection?.isDraining) return;
  const latest = connection?.latest;
  if (!socket.writable || error.code === "ECONNRESET" || isUnused(error, socket)) {
    socket.destroy();
  } else if (connection === undefined || latest === undefined) {
    tell(endWith(error, socket));
  } else if (!connection.isUnreadable) {
    // Node emits the same error again for each chunk that follows.
    connection.isUnreadable = true;
    const end = () => {
      if (isAnswerable(latest)) tell(endWith(error, socket));
      else socket.destroy();
    };
    if (latest.req.complete && !latest.writableFinished) latest.once("finish", end);
    else end();
  }
}

/**
 * Whether Node's limit for the head is over and nothing has come at all. Browsers, proxies and pools open connections before they need
 * them. They would take an answer for that to the request which they send next.
 */
function isUnused({ code }: ClientError, socket: Duplex): boolean {
  return code === LATE_HEAD && "bytesRead" in socket && socket.bytesRead === 0;
}

/** Writes the answer to bytes that could not be parsed, and closes the connection. */
function endWith(error: ClientError, socket: Duplex): ErrorAnswer {
  const answer = { type: "ClientErrorException", code: null, ...describe(error) };
  const { status } = answer;
  const body = errorBody(answer);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  socket.end(body);
  // Closing at once would reset the connection while the client still writes, and the client would lose the answer.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  return answer;
}

/**
 * Whether the client would take bytes that are written now for the answer to the request that could not be parsed. It would if no
 * answer is being written and the connection stays open, or if the latest request is the broken one and its answer has not begun.
 */
function isAnswerable(response: ServerResponse): boolean {
  if (response.writableFinished) return response.shouldKeepAlive;
  return response.socket !== null && !response.req.complete && !response.headersSent;
}

function describe({ code }: ClientError): { status: number; message: string } {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return { status: 431, message: "Cannot read the request: its header fields are too large" };
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return {
        status: 413,
        message: "Cannot read the request: its chunk extensions are too large",
      };
    case "HPE_INVALID_TRANSFER_ENCODING":
      return {
        status: 400,
        message:
          "Cannot read the request: 'chunked' is not the last of its Transfer-Encoding, once",
      };
    case LATE_HEAD:
      return { status: 408, message: "Cannot read the request: it did not come in time" };
    case CONNECT.code:
      return { status: 400, message: "Cannot serve CONNECT: this server is no proxy" };
    case "HPE_INVALID_EOF_STATE":
      return { status: 400, message: "Cannot read the request: it ends early" };
    default:
      return { status: 400, message: "Cannot read the request: it is not HTTP/1.1" };
  }
}
